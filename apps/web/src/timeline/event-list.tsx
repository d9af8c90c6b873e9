import { ChevronRight } from 'lucide-react';
import { preciseTime } from '../design/precise-time.ts';
import { fullTime } from '../design/times.ts';
import type { TextTimelineView } from '../engine/message/timeline-api.ts';
import { STATES } from '../thread/state-mark.tsx';
import { FieldTable } from './field-table.tsx';

type Event = TextTimelineView['events'][number];

/** What happened, in the order in which it was reported. */
export function EventList({ events }: { events: readonly Event[] }) {
  return (
    <ol className="flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
      {events.map((event, place) => (
        // Reports are only ever added: the place is the identity.
        // oxlint-disable-next-line react/no-array-index-key
        <li
          key={place}
          className="grid grid-cols-[20px_1fr] gap-x-3 px-4 py-2.5 md:grid-cols-[20px_104px_1fr]"
        >
          <EventRow event={event} />
        </li>
      ))}
    </ol>
  );
}

function EventRow({ event }: { event: Event }) {
  const { icon: Icon, tone } = STATES[event.state];
  return (
    <>
      <span aria-hidden className={`mt-0.5 ${tone}`}>
        {Icon && <Icon size={18} />}
      </span>
      <p className="tabular whitespace-nowrap text-ink-2">
        {event.at === null ? (
          'Time not told'
        ) : (
          <time dateTime={event.at} title={fullTime(event.at)}>
            {preciseTime(event.at)}
          </time>
        )}
      </p>
      <div className="col-start-2 flex min-w-0 flex-col gap-1 md:col-start-3">
        <p>
          {event.what}
          {!event.signed && <strong className="font-medium text-warn"> Only the server says so.</strong>}
        </p>
        {event.error && (
          <p>
            <code className="font-mono text-small text-bad">{event.error.code}</code> {event.error.means}
          </p>
        )}
        {event.carrierId !== undefined && (
          <p className="text-small text-ink-2">
            The carrier’s id: <code className="font-mono break-all">{event.carrierId}</code>
          </p>
        )}
        {event.receipt && <Receipt receipt={event.receipt} />}
      </div>
    </>
  );
}

function Receipt({ receipt: { raw, fields } }: { receipt: NonNullable<Event['receipt']> }) {
  return (
    <details className="group mt-1">
      <summary className="touch flex w-fit list-none items-center gap-1 rounded-soft text-small font-medium">
        <ChevronRight size={16} aria-hidden className="transition-transform group-open:rotate-90" />
        The carrier’s receipt
      </summary>
      <div className="mt-2 flex flex-col gap-2">
        <code className="rounded-soft bg-sunken px-2 py-1.5 font-mono text-small break-words">{raw}</code>
        {fields.length > 0 ? (
          <FieldTable label="The receipt, field by field" fields={fields} />
        ) : (
          <p className="text-small text-ink-2">
            It is not written as the standard has it, so only its state was read.
          </p>
        )}
      </div>
    </details>
  );
}
