import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { ConversationRow, ConversationSkeleton } from '../conversation/conversation-row.tsx';
import { count, countOf } from '../design/amounts.ts';
import { Avatar } from '../design/avatar.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { listTime } from '../design/times.ts';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import { useNow } from '../design/use-now.ts';
import type { SearchResult } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { Highlighted } from './highlighted.tsx';
import { aroundHit } from './around-hit.ts';

type Line =
  | { kind: 'heading'; text: string }
  | { kind: 'conversation'; hit: SearchResult['conversations'][number] }
  | { kind: 'contact'; hit: SearchResult['contacts'][number] }
  | { kind: 'text'; hit: SearchResult['texts'][number] };

const HEIGHTS = { heading: 36, conversation: 68, contact: 60, text: 76 } satisfies Record<
  Line['kind'],
  number
>;

function linesOf(result: SearchResult): Line[] {
  const lines: Line[] = [];
  const add = (heading: string, found: Line[]) => {
    if (found.length > 0) lines.push({ kind: 'heading', text: heading }, ...found);
  };
  add(
    'Conversations',
    result.conversations.map((hit) => ({ kind: 'conversation', hit })),
  );
  add(
    'Contacts',
    result.contacts.map((hit) => ({ kind: 'contact', hit })),
  );
  add(
    result.totalTexts > result.texts.length
      ? `In texts: newest ${count(result.texts.length)} of ${count(result.totalTexts)}`
      : `In texts: ${count(result.totalTexts)}`,
    result.texts.map((hit) => ({ kind: 'text', hit })),
  );
  return lines;
}

type Found = { query: string; result: SearchResult } | { query: string; trouble: Trouble };

function useSearchResult(query: string): [Found | null, () => void] {
  const engine = useEngine();
  const [found, setFound] = useState<Found | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let left = false;
    engine.search(query).then(
      (result) => !left && setFound({ query, result }),
      (error: unknown) => !left && setFound({ query, trouble: troubleOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [engine, query, round]);
  return [found, () => setRound((before) => before + 1)];
}

/** Everything that the query is found in, while one types. The last answer stays until the next is there. */
export function SearchResults({
  query,
  field,
}: {
  query: string;
  field: RefObject<HTMLInputElement | null>;
}) {
  const [found, again] = useSearchResult(query);
  const result = found && 'result' in found ? found.result : null;
  const lines = useMemo(() => (result ? linesOf(result) : []), [result]);
  if (!found) return <ConversationSkeleton rows={5} />;
  if ('trouble' in found)
    return (
      <div className="p-3">
        <ProblemNote what="The search failed." trouble={found.trouble} again={again} />
      </div>
    );
  return (
    <>
      <p role="status" className="sr-only">
        {lines.length === 0 ? 'Nothing found' : `${countOf(found.result.totalTexts, 'text')} found`}
      </p>
      {lines.length === 0 ? (
        <EmptyState icon={<SearchX size={32} />} title={`Nothing found for “${found.query}”`}>
          Search looks in texts, names and numbers. Try fewer letters.
        </EmptyState>
      ) : (
        <Lines lines={lines} field={field} />
      )}
    </>
  );
}

function Lines({ lines, field }: { lines: readonly Line[]; field: RefObject<HTMLInputElement | null> }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[lines[index]?.kind ?? 'text'],
    overscan: 6,
  });
  useArrows(scroller, field);
  return (
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
              {line && <LineView line={line} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** ↓ goes from the field into the results and on; ↑ goes back. */
function useArrows(
  scroller: RefObject<HTMLDivElement | null>,
  field: RefObject<HTMLInputElement | null>,
): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      const links = [...(scroller.current?.querySelectorAll<HTMLElement>('a') ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      if (at < 0 && document.activeElement !== field.current) return;
      event.preventDefault();
      event.stopPropagation();
      const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
      if (next < 0) field.current?.focus();
      else links[Math.min(next, links.length - 1)]?.focus();
    };
    addEventListener('keydown', hear, true);
    return () => removeEventListener('keydown', hear, true);
  }, [scroller, field]);
}

function LineView({ line }: { line: Line }): ReactNode {
  const now = useNow();
  switch (line.kind) {
    case 'heading':
      return <h2 className="px-4 pt-4 text-small font-semibold text-ink-2">{line.text}</h2>;
    case 'conversation':
      return (
        <ConversationRow
          row={line.hit.row}
          now={now}
          tabbable
          box="inbox"
          title={<Highlighted text={line.hit.row.title} highlights={line.hit.highlights} />}
        />
      );
    case 'contact':
      return <ContactLine hit={line.hit} />;
    case 'text':
      return <TextLine hit={line.hit} now={now} />;
  }
}

function ContactLine({ hit: { contact, highlights } }: { hit: SearchResult['contacts'][number] }) {
  return (
    <Link
      to="/contacts/$contact"
      params={{ contact: contact.id }}
      className="flex h-15 items-center gap-3 px-3 ring-inside hover:bg-sunken"
    >
      <Avatar id={contact.id} name={contact.name} picture={contact.picture} size={40} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">
          <Highlighted text={contact.name} highlights={highlights} />
        </span>
        <span className="tabular block truncate text-small text-ink-2">{contact.numbers[0]?.value}</span>
      </span>
    </Link>
  );
}

function TextLine({ hit, now }: { hit: SearchResult['texts'][number]; now: number }) {
  const near = aroundHit(hit.snippet, hit.highlights);
  return (
    <Link
      to="/c/$conversation"
      params={{ conversation: hit.conversation }}
      search={{ at: hit.index }}
      activeOptions={{ includeSearch: true, exact: true }}
      className="flex h-19 flex-col justify-center px-4 ring-inside hover:bg-sunken aria-[current=page]:bg-selected"
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{hit.title}</span>
        <time dateTime={hit.at} className="tabular text-small text-ink-2">
          {listTime(hit.at, now)}
        </time>
      </span>
      <span className="line-clamp-2 text-small text-ink-2">
        {hit.mine && 'You: '}
        <bdi>
          <Highlighted text={near.text} highlights={near.highlights} />
        </bdi>
      </span>
    </Link>
  );
}
