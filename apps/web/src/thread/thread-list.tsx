import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
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
/** Closer to the end than this counts as being there, px. */
const END_PX = 80;

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
  const navigate = useNavigate();
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
    scrollEndThreshold: END_PX,
  });
  const settled = useBeginning(virtual, { at: at === null ? null : at - start, marker, window });
  useMore(virtual, thread, settled);
  useStayAtEnd(scroller, virtual);
  const group = window.conversation.parties.length > 1;
  const below = useBelow(virtual, { start, count: items.length, total });
  const sendAgain = (item: string) => void act('It was not sent again.', () => engine.sendAgain(item));
  const cancel = (item: string) => void act('It was not cancelled.', () => engine.cancelSend(item));
  const explain = (text: string) => void navigate({ to: '/messages/$text', params: { text } });
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
                    onExplain={explain}
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

/** The first scroll is measured and corrected for this long; loading more meanwhile would move its target. */
const SETTLE_MS = 250;

/** Once, when the first window is there: to the item asked for, the first unread one, or the end. True when at rest. */
function useBeginning(
  virtual: Virtual,
  { at, marker, window }: { at: number | null; marker: string | null; window: ThreadWindow },
): boolean {
  const [settled, setSettled] = useState(false);
  const first = useRef({ at, marker, window });
  useLayoutEffect(() => {
    const { at: asked, marker: unreadId, window: start } = first.current;
    const unread = unreadId === null ? -1 : start.items.findIndex((item) => item.id === unreadId);
    if (asked !== null && asked >= 0 && asked < start.items.length)
      virtual.scrollToIndex(asked, { align: 'center' });
    else if (unread >= 0) virtual.scrollToIndex(unread, { align: 'start' });
    else virtual.scrollToEnd();
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [virtual]);
  return settled;
}

/** Loads more when either end comes near, once the list rests. */
function useMore(virtual: Virtual, thread: LoadedThread, settled: boolean): void {
  const { count } = virtual.options;
  const first = virtual.range?.startIndex ?? NEAR;
  const last = virtual.range?.endIndex ?? 0;
  const { loadOlder, loadNewer } = thread;
  useEffect(() => {
    if (count === 0 || !settled) return;
    if (first < NEAR) loadOlder();
    if (last > count - NEAR) loadNewer();
  }, [first, last, count, settled, loadOlder, loadNewer]);
}

/** Whoever reads the newest texts goes on reading them when the room shrinks, because the composer grows. */
function useStayAtEnd(scroller: RefObject<HTMLDivElement | null>, virtual: Virtual): void {
  useEffect(() => {
    const room = scroller.current;
    if (!room) return;
    let end = true;
    const look = () => {
      end = room.scrollHeight - room.scrollTop - room.clientHeight < END_PX;
    };
    const observer = new ResizeObserver(() => {
      if (end) virtual.scrollToEnd();
    });
    room.addEventListener('scroll', look, { passive: true });
    observer.observe(room);
    return () => {
      room.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, virtual]);
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
