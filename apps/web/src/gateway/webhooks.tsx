import type { Webhook } from '@smseal/protocol';
import { Copy, Pause, Pencil, Play, RotateCcw, Trash2, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { Section } from '../design/section.tsx';
import { say } from '../design/toast.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { CodeExample } from './code-example.tsx';
import { RECEIVE_SAMPLES } from './examples.ts';
import { RowMenu } from './row-menu.tsx';
import { CELL, HEAD, Table } from './table.tsx';
import { useChange } from './use-gateways.ts';
import { WebhookCondition, type WebhookStatus } from './webhook-condition.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookPanel } from './webhook-panel.tsx';
import { EVENT_WORDS } from './words.ts';

type Open = { what: 'new' } | { what: 'change' | 'remove' | 'attempts'; webhook: Webhook };

/** Where a gateway posts what becomes of texts, and what comes in. */
export function Webhooks({
  gateway: { device, settings },
  told,
}: {
  gateway: GatewayView;
  /** How the gateway says that they fare; empty while it says nothing. */
  told: readonly WebhookStatus[];
}) {
  const [open, setOpen] = useState<Open | null>(null);
  const change = useChange(device.id);
  const webhooks = settings?.webhooks ?? [];
  const statusOf = (webhook: Webhook) => told.find((each) => each.webhook === webhook.id) ?? null;
  const close = () => setOpen(null);
  return (
    <Section
      title="Webhooks"
      intro="The gateway posts to your programs, signed with a secret of each webhook (Standard Webhooks). The server is not in between."
    >
      {webhooks.length > 0 && (
        <Table label="Webhooks">
          <thead className={HEAD}>
            <tr>
              <th scope="col" className={CELL}>
                Address
              </th>
              <th scope="col" className={`${CELL} max-lg:hidden`}>
                Is told
              </th>
              <th scope="col" className={`${CELL} max-lg:hidden`}>
                State
              </th>
              <th scope="col">
                <span className="sr-only">More</span>
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {webhooks.map((webhook) => (
              <WebhookRow
                key={webhook.id}
                webhook={webhook}
                status={statusOf(webhook)}
                onPause={(paused) =>
                  void change('The webhook was not changed.', {
                    type: 'change-webhook',
                    id: webhook.id,
                    webhook: { paused },
                  })
                }
                onOpen={(what) => setOpen({ what, webhook })}
              />
            ))}
          </tbody>
        </Table>
      )}
      <div>
        <Button icon={<WebhookIcon size={18} aria-hidden />} onClick={() => setOpen({ what: 'new' })}>
          Add a webhook
        </Button>
      </div>
      {webhooks.length > 0 && <CodeExample title="Take what is posted" samples={RECEIVE_SAMPLES} />}
      {(open?.what === 'new' || open?.what === 'change') && (
        <WebhookDialog
          gateway={device.id}
          webhook={open.what === 'change' ? open.webhook : null}
          onClose={close}
        />
      )}
      {open?.what === 'attempts' && (
        <WebhookPanel
          gateway={device.id}
          webhook={open.webhook}
          status={statusOf(open.webhook)}
          onClose={close}
        />
      )}
      <ConfirmDialog
        open={open?.what === 'remove'}
        onClose={close}
        title="Remove this webhook?"
        action="Remove webhook"
        busy="Signing…"
        dangerous
        onConfirm={async () => {
          if (open?.what !== 'remove') return;
          await change('The webhook was not removed.', { type: 'remove-webhook', id: open.webhook.id });
          close();
        }}
      >
        <p className="break-all">{open?.what === 'remove' && open.webhook.url} is told nothing any more.</p>
        <p>Its secret goes with it. What the gateway has not posted yet is not posted.</p>
      </ConfirmDialog>
    </Section>
  );
}

function WebhookRow({
  webhook,
  status,
  onPause,
  onOpen,
}: {
  webhook: Webhook;
  /** Null while the gateway says nothing. */
  status: WebhookStatus | null;
  onPause(paused: boolean): void;
  onOpen(what: 'change' | 'remove' | 'attempts'): void;
}) {
  const told = webhook.events.map((event) => EVENT_WORDS[event]).join(', ');
  const copySecret = async () => {
    try {
      await navigator.clipboard.writeText(`whsec_${webhook.secret}`);
      say({ text: 'The secret is copied.' });
    } catch {
      say({ text: 'The browser did not allow copying.', bad: true });
    }
  };
  return (
    <tr>
      <th scope="row" className={`${CELL} text-left font-normal`}>
        <span className="font-mono text-small break-all">{webhook.url}</span>
        {webhook.paused && <span className="block text-small font-medium text-warn">Paused</span>}
        <span className="block text-small text-ink-2 first-letter:uppercase lg:hidden">{told}</span>
        {status && (
          <span className="mt-1 block lg:hidden">
            <WebhookCondition status={status} />
          </span>
        )}
      </th>
      <td className={`${CELL} text-ink-2 first-letter:uppercase max-lg:hidden`}>{told}</td>
      <td className={`${CELL} whitespace-nowrap max-lg:hidden`}>
        {status ? <WebhookCondition status={status} /> : <span className="text-ink-2">Not told</span>}
      </td>
      <RowMenu
        name={webhook.url}
        entries={[
          {
            label: 'Attempts, send again',
            icon: <RotateCcw size={16} />,
            onSelect: () => onOpen('attempts'),
          },
          { label: 'Copy its secret', icon: <Copy size={16} />, onSelect: () => void copySecret() },
          { label: 'Change', icon: <Pencil size={16} />, onSelect: () => onOpen('change') },
          webhook.paused
            ? { label: 'Resume', icon: <Play size={16} />, onSelect: () => onPause(false) }
            : { label: 'Pause', icon: <Pause size={16} />, onSelect: () => onPause(true) },
          {
            label: 'Remove',
            icon: <Trash2 size={16} />,
            dangerous: true,
            onSelect: () => onOpen('remove'),
          },
        ]}
      />
    </tr>
  );
}
