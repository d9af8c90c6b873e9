import type { Webhook } from '@smseal/protocol';
import type { ReactNode } from 'react';
import { count } from '../design/amounts.ts';
import { Dialog } from '../design/dialog.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { ReplayForm } from './replay-form.tsx';
import { useWebhookAttempts } from './use-gateway-status.ts';
import { WebhookCondition, type WebhookStatus } from './webhook-condition.tsx';

/** One webhook: how it fares, what it was told of late, and how to tell it again. */
export function WebhookPanel({
  gateway,
  webhook,
  status,
  onClose,
}: {
  gateway: string;
  webhook: Webhook;
  /** Null while the gateway says nothing. */
  status: WebhookStatus | null;
  onClose(): void;
}) {
  const attempts = useWebhookAttempts(gateway, webhook.id);
  return (
    <Dialog open onClose={onClose} title="Attempts" width={760}>
      <div className="flex flex-col gap-4">
        <p className="font-mono text-small break-all text-ink-2">{webhook.url}</p>
        {status === null ? (
          <p>
            The gateway does not say how this webhook fares. Look whether it runs, and whether it was shown
            its newest settings.
          </p>
        ) : (
          <>
            <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
              <WebhookCondition status={status} />
              <dl className="tabular flex gap-6 text-small">
                <Count name="taken">{status.taken}</Count>
                <Count name="given up">{status.givenUp}</Count>
                <Count name="dropped">{status.dropped}</Count>
              </dl>
            </div>
            {status.reason && <p className="text-ink-2">{status.reason}</p>}
            {attempts === null ? (
              <div
                role="status"
                aria-label="The gateway is being asked"
                className="skeleton h-40 rounded-card"
              />
            ) : attempts.length === 0 ? (
              <p className="rounded-card border border-line px-4 py-3 text-ink-2">
                It was told nothing since the gateway began. Send a text, and it stands here.
              </p>
            ) : (
              <AttemptTable attempts={attempts} />
            )}
            <ReplayForm gateway={gateway} webhook={webhook} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Count({ name, children }: { name: string; children: number }): ReactNode {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-body font-semibold">{count(children)}</dd>
    </div>
  );
}
