import { useNavigate, useParams } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useNow } from '../design/use-now.ts';
import type { ConversationRow as Row } from '../engine/engine-api.ts';
import { useShortcuts } from '../frame/shortcuts.ts';
import { ConversationRow, ROW_HEIGHT } from './conversation-row.tsx';
import { useConversationActs } from './conversation-acts.ts';

/** Where j, k and the arrows are. The open conversation, until one of them is pressed. */
function useCursor(rows: readonly Row[]) {
  const open = useParams({ strict: false, select: (params) => params.conversation });
  const [cursor, setCursor] = useState<string | null>(null);
  const at = cursor ?? open ?? null;
  const index = rows.findIndex((row) => row.id === at);
  return { open, index, current: rows[index] ?? null, setCursor };
}

/** The virtual list of conversations. Opening one never moves it. */
export function ConversationList({ rows, box }: { rows: readonly Row[]; box: 'inbox' | 'archived' }) {
  const now = useNow();
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef<string | null>(null);
  const { index, current, setCursor } = useCursor(rows);
  const acts = useConversationActs();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 6,
  });
  const moveTo = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!row) return;
    setCursor(row.id);
    wantsFocus.current = row.id;
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' });
  };
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = scroller.current?.querySelector<HTMLElement>(
      `[data-conversation="${CSS.escape(wantsFocus.current)}"]`,
    );
    if (!link) return;
    wantsFocus.current = null;
    link.focus({ preventScroll: true });
  });
  useShortcuts((keys) => {
    if (keys === 'j' || keys === 'ArrowDown') moveTo(index + 1);
    else if (keys === 'k' || keys === 'ArrowUp') moveTo(index < 0 ? 0 : index - 1);
    else if (keys === 'Home' && current) moveTo(0);
    else if (keys === 'End' && current) moveTo(rows.length - 1);
    else if (keys === 'e' && current) {
      const after = rows[index + 1] ?? rows[index - 1];
      void acts.archive(current, !current.archived);
      if (after) moveTo(rows.indexOf(after));
      void navigate({ to: '/', search: box === 'archived' ? { box } : {} });
    } else if (keys === 'u' && current) {
      void acts.markUnread(current);
      void navigate({ to: '/', search: box === 'archived' ? { box } : {} });
    } else return false;
    return true;
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" tabIndex={-1}>
      <ul
        aria-label={box === 'archived' ? 'Archived conversations' : 'Conversations'}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <li
              key={item.key}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <ConversationRow
                row={row}
                now={now}
                box={box}
                tabbable={item.index === Math.max(0, index)}
                onFocus={() => setCursor(row.id)}
              />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}
