import type { GatewayStatus } from '@smseal/protocol';
import { count } from '../design/amounts.ts';
import { ago, fullTime } from '../design/times.ts';
import { CELL, HEAD, Table } from './table.tsx';

type Connector = GatewayStatus['connectors'][number];

/** A carrier that asked to slow down within this time is shown as throttling. */
const THROTTLING_MS = 10_000;

/** The connections to carriers as they are now. `now`: the gateway's own clock, ms since 1970. */
export function ConnectorTable({ connectors, now }: { connectors: readonly Connector[]; now: number }) {
  return (
    <Table label="Connections to carriers">
      <thead className={HEAD}>
        <tr>
          <th scope="col" className={CELL}>
            Carrier
          </th>
          <th scope="col" className={CELL}>
            Connection
          </th>
          <th scope="col" className={`${CELL} text-right`}>
            Unanswered
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {connectors.map((connector) => (
          <ConnectorRow key={connector.id} connector={connector} now={now} />
        ))}
      </tbody>
    </Table>
  );
}

const STATES = {
  bound: { says: 'Connected', dot: 'bg-good' },
  connecting: { says: 'Connecting', dot: 'bg-warn' },
  lost: { says: 'Lost, tries again', dot: 'bg-bad' },
  closed: { says: 'Closed', dot: 'bg-ink-3' },
} as const satisfies Record<Connector['state'], { says: string; dot: string }>;

function ConnectorRow({ connector, now }: { connector: Connector; now: number }) {
  const { name, state, reason, since, window, unanswered, slowedAt } = connector;
  const throttling = slowedAt !== null && now - Date.parse(slowedAt) < THROTTLING_MS;
  const { says, dot } = throttling && state === 'bound' ? THROTTLED : STATES[state];
  return (
    <tr className="align-top">
      <th scope="row" className={`${CELL} text-left font-medium`}>
        {name}
      </th>
      <td className={CELL}>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className={`size-2 shrink-0 rounded-full ${dot}`} />
          {says}
        </span>
        <span className="block text-small text-ink-2">
          <time dateTime={since} title={fullTime(since)}>
            {ago(since, now)}
          </time>
          {reason && (
            <>
              , <code className="font-mono break-words">{reason}</code>
            </>
          )}
        </span>
        {slowedAt !== null && !throttling && (
          <span className="block text-small text-ink-2">
            It last asked to slow down {ago(slowedAt, now)}.
          </span>
        )}
      </td>
      <td className={`${CELL} tabular text-right whitespace-nowrap`}>
        {count(unanswered)} <span className="text-ink-2">of {count(window)}</span>
      </td>
    </tr>
  );
}

const THROTTLED = { says: 'Asks to slow down', dot: 'bg-warn' } as const;
