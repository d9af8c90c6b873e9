import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { MessageSquare, PhoneOff, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Avatar } from '../design/avatar.tsx';
import { classNames } from '../design/class-names.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { clockTime, dayLabel, duration, fullTime } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { CallRow } from '../engine/engine-api.ts';
import { ConversationSkeleton } from '../conversation/conversation-row.tsx';
import { useAct, useAnswer, useEngine } from '../frame/engine-context.tsx';
import { CALL_FILTERS, CALL_WORDS, FILTER_WORDS, type CallFilter } from './call-words.tsx';
import { callLines, type CallLine } from './call-lines.ts';

/** The call log by day, with filters. */
export function CallsScreen() {
  const [filter, setFilter] = useState<CallFilter>('all');
  const number = useSearch({ from: '/calls', select: (search) => search.number ?? null });
  const [answer, again] = useAnswer('calls', (engine) => engine.calls(), ['calls']);
  const lines = useMemo(
    () => (answer.state === 'ready' ? callLines(answer.value.rows, { filter, number }) : []),
    [answer, filter, number],
  );
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-180 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <h1 className="text-title font-semibold">Calls</h1>
        <Filters filter={filter} onChange={setFilter} />
        {number !== null && (
          <Link
            to="/calls"
            className="inline-flex h-9 items-center gap-1.5 rounded-full bg-mine pr-2 pl-3 text-small font-medium"
          >
            <span className="tabular">Only {number}</span>
            <X size={16} aria-label="Show all numbers" />
          </Link>
        )}
      </header>
      {answer.state === 'loading' ? (
        <ConversationSkeleton />
      ) : answer.state === 'failed' ? (
        <div className="p-4">
          <ProblemNote what="Your calls could not be shown." trouble={answer.trouble} again={again} />
        </div>
      ) : lines.length === 0 ? (
        <EmptyState icon={<PhoneOff size={32} />} title="No calls here">
          {answer.value.rows.length === 0
            ? 'They come from your phone. Link it, and allow its agent to read the call log.'
            : 'Choose another filter to see more.'}
        </EmptyState>
      ) : (
        <CallList lines={lines} />
      )}
    </div>
  );
}

function Filters({ filter, onChange }: { filter: CallFilter; onChange(filter: CallFilter): void }) {
  return (
    <div role="group" aria-label="Which calls" className="flex flex-wrap gap-1">
      {CALL_FILTERS.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === filter}
          onClick={() => onChange(each)}
          className={classNames(
            'touch h-9 rounded-full border px-3 text-small font-medium',
            each === filter
              ? 'border-seal bg-selected text-seal'
              : 'border-line text-ink-2 hover:bg-sunken hover:text-ink',
          )}
        >
          {FILTER_WORDS[each]}
        </button>
      ))}
    </div>
  );
}

function CallList({ lines }: { lines: readonly CallLine[] }) {
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (lines[at]?.kind === 'day' ? 40 : 64),
    overscan: 8,
  });
  return (
    <div
      ref={scroller}
      role="region"
      aria-label="Call log"
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto ring-inside"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return (
            <div
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {line?.kind === 'day' ? (
                <h2 className="px-4 pt-4 text-small font-semibold text-ink-2">{dayLabel(line.at, now)}</h2>
              ) : (
                line && <Call call={line.call} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Call({ call }: { call: CallRow }) {
  const { says, icon: Icon, tone } = CALL_WORDS[call.type];
  const who = call.name ?? call.number ?? 'Number withheld';
  return (
    <div className="flex h-16 items-center gap-3 px-4">
      <Avatar id={call.number ?? call.id} name={who} picture={call.picture} size={40} />
      <div className="min-w-0 flex-1">
        <p className={classNames('truncate font-medium', call.type === 'missed' && 'text-bad')}>{who}</p>
        <p className="flex items-center gap-1.5 text-small text-ink-2">
          <span aria-hidden className={tone}>
            <Icon size={14} />
          </span>
          <span className="truncate">
            {says}
            {call.duration > 0 && `, ${duration(call.duration)}`}
            {call.sim?.label && ` · ${call.sim.label}`}
          </span>
        </p>
      </div>
      <time dateTime={call.at} title={fullTime(call.at)} className="tabular text-small text-ink-2">
        {clockTime(call.at)}
      </time>
      {call.number !== null && <TextBack number={call.number} who={who} />}
    </div>
  );
}

function TextBack({ number, who }: { number: string; who: string }) {
  const engine = useEngine();
  const act = useAct();
  const navigate = useNavigate();
  return (
    <IconButton
      label={`Text ${who}`}
      side="left"
      onClick={() =>
        void act('The conversation could not be opened.', async () => {
          const row = await engine.conversationFor([number]);
          await (row.last
            ? navigate({ to: '/c/$conversation', params: { conversation: row.id } })
            : navigate({ to: '/new', search: { to: number } }));
        })
      }
    >
      <MessageSquare size={18} />
    </IconButton>
  );
}
