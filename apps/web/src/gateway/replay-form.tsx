import type { Webhook } from '@smseal/protocol';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { TextField } from '../design/text-field.tsx';
import { fullTime } from '../design/times.ts';
import { say } from '../design/toast.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { REMEMBERED_MS, replaySpan, toField, type ReplaySpan } from './replay-span.ts';

const HOUR_MS = 60 * 60 * 1000;
/** An end just ahead, so that what happens while one reads is in it. */
const AHEAD_MS = 60_000;

/** Has a webhook told again what happened within a span of time. */
export function ReplayForm({ gateway, webhook }: { gateway: string; webhook: Webhook }) {
  const engine = useEngine();
  const act = useAct();
  const [since, setSince] = useState(() => toField(Date.now() - HOUR_MS));
  const [until, setUntil] = useState(() => toField(Date.now() + AHEAD_MS));
  const [fault, setFault] = useState<string | null>(null);
  const [asking, setAsking] = useState<ReplaySpan | null>(null);
  const reach = (ms: number) => {
    setSince(toField(Date.now() - ms));
    setUntil(toField(Date.now() + AHEAD_MS));
    setFault(null);
  };
  const submit = () => {
    const span = replaySpan(since, until, Date.now());
    setFault('fault' in span ? span.fault : null);
    if (!('fault' in span)) setAsking(span);
  };
  const replay = async () => {
    if (!asking) return;
    await act('Nothing was sent again.', async () => {
      const { events } = await engine.replayWebhook(gateway, { webhook: webhook.id, ...asking });
      say({
        text:
          events === 0
            ? 'Nothing happened in that time that is not waiting already.'
            : `${countOf(events, 'event')} ${events === 1 ? 'is' : 'are'} told again.`,
      });
    });
    setAsking(null);
  };
  return (
    <form
      noValidate
      aria-label="Send again"
      className="flex flex-col gap-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3 className="text-lead font-semibold">Send again</h3>
      <p className="text-ink-2">
        What happened within a span is told once more, with the same ids. The gateway remembers a day, and
        nothing from before it began.
      </p>
      <div className="grid gap-3 md:grid-cols-2">
        <TextField
          label="From"
          type="datetime-local"
          step={1}
          value={since}
          onChange={(event) => setSince(event.target.value)}
        />
        <TextField
          label="Until"
          type="datetime-local"
          step={1}
          value={until}
          error={fault}
          onChange={(event) => setUntil(event.target.value)}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="quiet" onClick={() => reach(HOUR_MS)}>
          Last hour
        </Button>
        <Button variant="quiet" onClick={() => reach(REMEMBERED_MS)}>
          Last 24 hours
        </Button>
        <span className="flex-1" />
        <Button type="submit" icon={<RotateCcw size={18} aria-hidden />}>
          Send again
        </Button>
      </div>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title="Tell this webhook again?"
        action="Send again"
        busy="Asking the gateway…"
        onConfirm={replay}
      >
        {asking && (
          <p>
            Everything from {fullTime(asking.since)} until {fullTime(asking.until)}, to{' '}
            <span className="break-all">{webhook.url}</span>.
          </p>
        )}
        <p>
          A program that does not look at the header webhook-id takes what it had already for new. It cannot
          be called back.
        </p>
      </ConfirmDialog>
    </form>
  );
}
