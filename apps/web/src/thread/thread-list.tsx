import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { dayLabel, fullTime } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { ThreadWindow } from '../engine/engine-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { Bubble } from './bubble.tsx';
import { placing } from './grouping.ts';
import type { LoadedThread } from './use-thread.ts';

/** Closer to an end of what is held than this many items: more is loaded. */
const NEAR = 12;

type Virtual = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;

interface ThreadListProps {
  thread: LoadedThread;
  window: ThreadWindow;
  /** Index in the thread at which to begin; marked for a moment. */
  at: number | null;
  onOpenPicture(item: string, key: string): void;
}

/** The texts of a conversation, anchored at the newest; older ones are put above without a jump. */
export function ThreadList({ thread, window, at, onOpenPicture }: ThreadListProps) {
  const now = useNow();
  const engine = useEngine();
  const act = useAct();
  const scroller = useRef<HTMLDivElement>(null);
  const { items, start, total } = window;
  const [marker, setMarker] = useState(() =>
    window.firstUnread === null ? null : (items[window.firstUnread - start]?.id ?? null),
  );
  const virtual: Virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
    paddingStart: 56,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
  });
  useBeginning(virtual, { items: items.length, at: at === null ? null : at - start, marker, window });
  useMore(virtual, thread, items.length);
  const group = window.conversation.parties.length > 1;
  const below = useBelow(virtual, { start, count: items.length, total });
  const sendAgain = (item: string) => void act('It was not sent again.', () => engine.sendAgain(item));
  const cancel = (item: string) => void act('It was not cancelled.', () => engine.cancelSend(item));
  const toEnd = async () => {
    setMarker(null);
    if (start + items.length < total) await thread.goToEnd();
    virtual.scrollToEnd();
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={`Texts with ${window.conversation.title}`}
        aria-live="off"
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain ring-inside [overflow-anchor:none]"
      >
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          <Top window={window} />
          {virtual.getVirtualItems().map((row) => {
            const item = items[row.index];
            if (!item) return null;
            const where = placing(items[row.index - 1], item, items[row.index + 1]);
            return (
              <div
                key={row.key}
                ref={virtual.measureElement}
                data-index={row.index}
                data-item={item.id}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {where.newDay && <DayLine at={item.at} now={now} />}
                {item.id === marker && <UnreadLine />}
                <div className={at !== null && start + row.index === at ? 'bg-selected' : ''}>
                  <Bubble
                    conversation={window.conversation.id}
                    item={item}
                    placing={where}
                    group={group}
                    onOpenPicture={onOpenPicture}
                    onSendAgain={sendAgain}
                    onCancel={cancel}
                  />
                </div>
              </div>
            );
          })}
        </div>
      </div>
      {below.away && <ToEnd unread={below.newer} onClick={() => void toEnd()} />}
    </div>
  );
}

/** Once, when the first window is there: to the item asked for, the first unread one, or the end. */
function useBeginning(
  virtual: Virtual,
  {
    items,
    at,
    marker,
    window,
  }: { items: number; at: number | null; marker: string | null; window: ThreadWindow },
): void {
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current || items === 0) return;
    begun.current = true;
    const unread = marker === null ? -1 : window.items.findIndex((item) => item.id === marker);
    if (at !== null && at >= 0 && at < items) virtual.scrollToIndex(at, { align: 'center' });
    else if (unread >= 0) virtual.scrollToIndex(unread, { align: 'start' });
    else virtual.scrollToEnd();
  });
}

/** Loads more when either end comes near. */
function useMore(virtual: Virtual, thread: LoadedThread, count: number): void {
  const range = virtual.range;
  const first = range?.startIndex ?? NEAR;
  const last = range?.endIndex ?? 0;
  const { loadOlder, loadNewer } = thread;
  useEffect(() => {
    if (count === 0) return;
    if (first < NEAR) loadOlder();
    if (last > count - NEAR) loadNewer();
  }, [first, last, count, loadOlder, loadNewer]);
}

/** Whether the newest texts are out of sight, and how many came since. */
function useBelow(
  virtual: Virtual,
  { start, count, total }: { start: number; count: number; total: number },
): { away: boolean; newer: number } {
  const held = start + count >= total;
  const away = count > 0 && (!held || virtual.getDistanceFromEnd() > 240);
  const [seen, setSeen] = useState(total);
  useEffect(() => {
    if (!away) setSeen(total);
  }, [away, total]);
  return { away, newer: Math.max(0, total - seen) };
}

function Top({ window }: { window: ThreadWindow }) {
  return (
    <p className="absolute inset-x-0 top-0 flex h-14 items-center justify-center text-small text-ink-2">
      {window.start > 0 ? (
        <span className="skeleton h-3 w-40" aria-label="Older texts are being opened" role="img" />
      ) : window.complete ? (
        'The conversation begins here.'
      ) : (
        'Older texts are still arriving.'
      )}
    </p>
  );
}

function DayLine({ at, now }: { at: string; now: number }) {
  return (
    <p className="flex justify-center pt-5 pb-2 text-small font-medium text-ink-2">
      <time dateTime={at} title={fullTime(at)}>
        {dayLabel(at, now)}
      </time>
    </p>
  );
}

function UnreadLine() {
  return (
    <p className="flex items-center gap-3 px-6 pt-3 pb-1 text-small font-medium text-seal before:h-px before:flex-1 before:bg-seal before:opacity-40 after:h-px after:flex-1 after:bg-seal after:opacity-40">
      Unread
    </p>
  );
}

function ToEnd({ unread, onClick }: { unread: number; onClick(): void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={unread > 0 ? `To the newest, ${countOf(unread, 'new text')}` : 'To the newest'}
      className="absolute right-4 bottom-3 inline-flex h-11 min-w-11 items-center justify-center gap-2 rounded-full border border-line bg-raised px-3 text-small font-medium shadow-float hover:bg-sunken"
    >
      {unread > 0 && <span className="tabular text-seal">{countOf(unread, 'new text')}</span>}
      <ArrowDown size={18} aria-hidden />
    </button>
  );
}
