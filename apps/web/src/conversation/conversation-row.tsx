import { Link } from '@tanstack/react-router';
import { BellOff, Image, Paperclip, Pin } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Avatar } from '../design/avatar.tsx';
import { classNames } from '../design/class-names.ts';
import { fullTime, listTime } from '../design/times.ts';
import type { ConversationRow as Row } from '../engine/engine-api.ts';
import { StateMark } from '../thread/state-mark.tsx';

/** Height of a row, px; fixed so that the list can be virtual without measuring. */
export const ROW_HEIGHT = 68;

interface Props {
  row: Row;
  now: number;
  /** Whether this row takes the focus when one tabs into the list. */
  tabbable: boolean;
  box: 'inbox' | 'archived';
  title?: ReactNode;
  onFocus?(): void;
}

/** One conversation in the list. */
export const ConversationRow = memo(function ConversationRow({
  row,
  now,
  tabbable,
  box,
  title,
  onFocus,
}: Props) {
  const unread = row.unread > 0;
  return (
    <Link
      to="/c/$conversation"
      params={{ conversation: row.id }}
      search={box === 'archived' ? { box } : {}}
      data-conversation={row.id}
      tabIndex={tabbable ? 0 : -1}
      onFocus={onFocus}
      activeOptions={{ includeSearch: false }}
      className="group flex h-17 items-center gap-3 px-3 ring-inside hover:bg-sunken aria-[current=page]:bg-selected"
    >
      <Avatar id={row.id} name={row.title} picture={row.picture} group={row.parties.length > 1} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={classNames('min-w-0 flex-1 truncate', unread ? 'font-semibold' : 'font-medium')}>
            <bdi>{title ?? row.title}</bdi>
          </span>
          {row.pinned && <Pin size={13} className="shrink-0 self-center text-ink-3" aria-label="Pinned" />}
          {row.muted && <BellOff size={13} className="shrink-0 self-center text-ink-3" aria-label="Muted" />}
          {row.last && (
            <time
              dateTime={row.last.at}
              title={fullTime(row.last.at)}
              className={classNames('tabular shrink-0 text-small', unread ? 'text-seal' : 'text-ink-2')}
            >
              {listTime(row.last.at, now)}
            </time>
          )}
        </span>
        <span className="flex items-center gap-1.5 text-small text-ink-2">
          <LastText row={row} />
          {unread && (
            <span className="tabular ml-auto inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-seal px-1.5 text-tiny font-semibold text-on-seal">
              {row.unread > 99 ? '99+' : row.unread}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
});

function LastText({ row }: { row: Row }) {
  if (row.draft)
    return (
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium text-seal">Draft:</span> <bdi>{row.draft}</bdi>
      </span>
    );
  if (!row.last) return <span className="min-w-0 flex-1 truncate">No texts yet</span>;
  const { text, mine, attachment, status } = row.last;
  return (
    <>
      {mine && <StateMark status={status} size={14} />}
      {attachment === 'picture' && <Image size={14} className="shrink-0 text-ink-3" aria-label="Picture" />}
      {attachment === 'other' && <Paperclip size={14} className="shrink-0 text-ink-3" aria-label="File" />}
      <span className={classNames('min-w-0 flex-1 truncate', row.unread > 0 && 'text-ink')}>
        {mine && 'You: '}
        <bdi>{text || (attachment === 'picture' ? 'Picture' : attachment ? 'File' : '')}</bdi>
      </span>
    </>
  );
}

/** The same geometry while rows are on their way. */
export function ConversationSkeleton({ rows = 9 }: { rows?: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-17 items-center gap-3 px-3">
          <span className="skeleton size-11 shrink-0 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="skeleton h-3.5" style={{ width: `${35 + ((index * 17) % 40)}%` }} />
            <span className="skeleton h-3" style={{ width: `${60 + ((index * 13) % 35)}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
