import type { GatewayStatus } from '@smseal/protocol';
import { countOf } from '../design/amounts.ts';
import { clockTime } from '../design/times.ts';

/** Where the gateway stands with one webhook. */
export type WebhookStatus = GatewayStatus['webhooks'][number];

const CONDITIONS = {
  working: { says: 'Working', dot: 'bg-good' },
  waiting: { says: 'Asked for a pause', dot: 'bg-warn' },
  broken: { says: 'Failing', dot: 'bg-bad' },
  paused: { says: 'Paused', dot: 'bg-ink-3' },
  gone: { says: 'Wants nothing more', dot: 'bg-bad' },
  refused: { says: 'Address refused', dot: 'bg-bad' },
} as const satisfies Record<WebhookStatus['condition'], { says: string; dot: string }>;

/** A webhook's state in one line, and what waits for it. */
export function WebhookCondition({ status }: { status: WebhookStatus }) {
  const { says, dot } = CONDITIONS[status.condition];
  return (
    <span className="flex flex-col">
      <span className="flex items-center gap-1.5">
        <span aria-hidden className={`size-2 shrink-0 rounded-full ${dot}`} />
        {says}
        {status.until && `, next try ${clockTime(status.until)}`}
      </span>
      <span className="tabular text-small text-ink-2">
        {status.queued === 0
          ? 'Nothing waits'
          : `${countOf(status.queued, 'event')} ${status.queued === 1 ? 'waits' : 'wait'}`}
      </span>
    </span>
  );
}
