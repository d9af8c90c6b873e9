import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { Avatar } from '../design/avatar.tsx';
import type { ContactRow } from '../engine/engine-api.ts';
import { contactLines } from './letters.ts';

const HEIGHTS = { letter: 32, contact: 60 } as const;

/** The virtual list of contacts, with letters to jump to. */
export function ContactList({ rows, index }: { rows: readonly ContactRow[]; index: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => contactLines(rows), [rows]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => HEIGHTS[lines[at]?.kind ?? 'contact'],
    overscan: 8,
  });
  const letters = useMemo(
    () => lines.flatMap((line, at) => (line.kind === 'letter' ? [{ letter: line.letter, at }] : [])),
    [lines],
  );
  return (
    <div className="relative flex min-h-0 flex-1">
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return (
              <div
                key={item.key}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {line?.kind === 'letter' ? (
                  <h2 className="px-4 pt-3 text-small font-semibold text-ink-2">{line.letter}</h2>
                ) : (
                  line && <ContactLine contact={line.contact} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {index && letters.length > 4 && (
        <nav
          aria-label="Letters"
          className="flex w-8 shrink-0 flex-col items-stretch justify-center overflow-hidden py-2"
        >
          {letters.map(({ letter, at }) => (
            <button
              key={letter}
              type="button"
              tabIndex={-1}
              aria-label={`Go to ${letter}`}
              onClick={() => virtual.scrollToIndex(at, { align: 'start' })}
              className="max-h-7 min-h-0 flex-1 text-tiny font-medium text-ink-2 hover:text-seal"
            >
              {letter}
            </button>
          ))}
        </nav>
      )}
    </div>
  );
}

function ContactLine({ contact }: { contact: ContactRow }) {
  return (
    <Link
      to="/contacts/$contact"
      params={{ contact: contact.id }}
      className="flex h-15 items-center gap-3 px-4 ring-inside hover:bg-sunken aria-[current=page]:bg-selected"
    >
      <Avatar id={contact.id} name={contact.name} picture={contact.picture} size={40} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{contact.name}</span>
        <span className="tabular block truncate text-small text-ink-2">
          {contact.numbers[0]?.value ?? 'No number'}
          {contact.numbers.length > 1 && ` and ${contact.numbers.length - 1} more`}
        </span>
      </span>
    </Link>
  );
}
