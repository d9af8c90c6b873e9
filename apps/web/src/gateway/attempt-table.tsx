import { Link } from '@tanstack/react-router';
import type { WebhookAttempts } from '@smseal/protocol';
import { useState } from 'react';
import { count } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { preciseTime } from '../design/precise-time.ts';
import { clockTime, fullTime } from '../design/times.ts';
import { CELL, HEAD, Table } from './table.tsx';

type Attempt = WebhookAttempts['attempts'][number];

/** As many as tell how it fares; the rest is a press away, so that what stands below is near. */
const FIRST = 10;

/** What a webhook was told of late, and what it answered. */
export function AttemptTable({ attempts }: { attempts: readonly Attempt[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? attempts : attempts.slice(0, FIRST);
  return (
    <>
      <Table label="Attempts, newest first">
        <thead className={HEAD}>
          <tr>
            <th scope="col" className={CELL}>
              Time
            </th>
            <th scope="col" className={CELL}>
              Event
            </th>
            <th scope="col" className={CELL}>
              Answer
            </th>
            <th scope="col" className={`${CELL} text-right max-md:hidden`}>
              Took
            </th>
            <th scope="col" className={`${CELL} max-md:hidden`}>
              Next try
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line text-small">
          {shown.map((attempt) => (
            <AttemptRow key={`${attempt.event} ${attempt.attempt} ${attempt.at}`} attempt={attempt} />
          ))}
        </tbody>
      </Table>
      {shown.length < attempts.length && (
        <div>
          <Button variant="quiet" onClick={() => setAll(true)}>
            Show all {count(attempts.length)}
          </Button>
        </div>
      )}
    </>
  );
}

function AttemptRow({
  attempt: { event, message, attempt, at, status, error, ms, nextAt },
}: {
  attempt: Attempt;
}) {
  const taken = status !== null && status >= 200 && status < 300;
  const next = nextAt === null ? (taken ? '' : 'Given up') : clockTime(nextAt);
  return (
    <tr className="align-top">
      <td className={`${CELL} tabular whitespace-nowrap`}>
        <time dateTime={at} title={fullTime(at)}>
          {preciseTime(at)}
        </time>
      </td>
      <td className={CELL}>
        <EventWords event={event} message={message} />
        {attempt > 1 && <span className="block text-ink-2">attempt {count(attempt)}</span>}
      </td>
      <td className={CELL}>
        <span className={`tabular font-medium ${taken ? 'text-good' : 'text-bad'}`}>{status ?? 'None'}</span>
        {error && <code className="block font-mono break-words text-ink-2">{error}</code>}
        <span className="block text-ink-2 md:hidden">
          {count(ms)} ms{next && `, ${nextAt === null ? next.toLowerCase() : `again ${next}`}`}
        </span>
      </td>
      <td className={`${CELL} tabular text-right whitespace-nowrap max-md:hidden`}>{count(ms)} ms</td>
      <td className={`${CELL} tabular whitespace-nowrap max-md:hidden`}>{next}</td>
    </tr>
  );
}

/** What an event tells, as its id has it: `batch:index:state:part:time`, or `record:received`. */
function EventWords({ event, message }: { event: string; message: string }) {
  const [, , state] = event.split(':');
  if (state === undefined) return 'a text came in';
  return (
    <Link
      to="/messages/$text"
      params={{ text: message }}
      className="touch rounded-soft font-medium underline underline-offset-2"
    >
      {state}
    </Link>
  );
}
