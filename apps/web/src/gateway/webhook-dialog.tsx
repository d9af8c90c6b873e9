import type { Webhook, WebhookEvent } from '@smseal/protocol';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/text-field.tsx';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { CheckRow } from './check-row.tsx';
import { faultOfWebhookUrl } from './webhook-url.ts';
import { EVENT_WORDS, EVENTS } from './words.ts';

/** A new webhook, or another address or other events for a known one. */
export function WebhookDialog({
  gateway,
  webhook,
  onClose,
}: {
  gateway: string;
  webhook: Webhook | null;
  onClose(): void;
}) {
  const engine = useEngine();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhook?.events ?? EVENTS);
  const [tried, setTried] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  const fault = faultOfWebhookUrl(url.trim());
  const save = () => {
    setTried(true);
    if (fault) return;
    const given = { url: url.trim(), events: EVENTS.filter((event) => events.includes(event)) };
    submit(async () => {
      await engine.saveGatewaySettings(
        gateway,
        webhook
          ? { type: 'change-webhook', id: webhook.id, webhook: given }
          : { type: 'add-webhook', webhook: given },
      );
      onClose();
    });
  };
  return (
    <Dialog open onClose={onClose} title={webhook ? 'Change the webhook' : 'Add a webhook'}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label="Address"
          type="url"
          inputMode="url"
          placeholder="https://shop.example/texts"
          hint="HTTPS, or HTTP on the gateway’s own machine."
          error={tried ? fault : null}
          value={url}
          maxLength={2048}
          autoFocus
          autoComplete="off"
          onChange={(event) => setUrl(event.target.value)}
        />
        <fieldset className="flex flex-col">
          <legend className="mb-1 font-medium">Is told</legend>
          {EVENTS.map((event) => (
            <CheckRow
              key={event}
              label={EVENT_WORDS[event]}
              checked={events.includes(event)}
              onChange={(on) => setEvents(on ? [...events, event] : events.filter((each) => each !== event))}
            />
          ))}
        </fieldset>
        <FormTrouble trouble={trouble} />
        <Button
          type="submit"
          variant="primary"
          disabled={url.trim() === '' || events.length === 0}
          busy={busy && 'Signing and sealing…'}
        >
          {webhook ? 'Sign the change' : 'Add it'}
        </Button>
      </form>
    </Dialog>
  );
}
