import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  EllipsisVertical,
  Eraser,
  Info,
  MailOpen,
  PanelRight,
  Pin,
  PinOff,
} from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { ReaderMark } from '../account/reader-mark.tsx';
import { WhoReads } from '../account/who-reads.tsx';
import { useConversationActs } from '../conversation/conversation-acts.ts';
import { Avatar } from '../design/avatar.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Menu, type MenuEntry } from '../design/menu.tsx';
import { askToErase } from '../erasure/ask-to-erase.ts';
import { ago, fullTime } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { ConversationRow } from '../engine/engine-api.ts';
import { BackLink } from '../frame/back-link.tsx';
import { useEngineValue } from '../frame/engine-context.tsx';
import { PaneTitle } from '../frame/pane-title.tsx';

/** Who it is, who can read it, and what can be done with the conversation. */
export function ThreadHeader({
  row,
  detailsOpen,
  onToggleDetails,
}: {
  row: ConversationRow | null;
  detailsOpen: boolean;
  onToggleDetails(): void;
}) {
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:px-5">
      <BackLink to="/" label="Back to the list" />
      {row ? (
        <>
          <Avatar
            id={row.id}
            name={row.title}
            picture={row.picture}
            size={40}
            group={row.parties.length > 1}
          />
          <div className="min-w-0 flex-1">
            <PaneTitle className="truncate text-lead font-semibold">
              <bdi>{row.title}</bdi>
            </PaneTitle>
            <p className="flex items-center gap-1.5 truncate text-small text-ink-2">
              <ReaderMark size={14} className="shrink-0 text-seal" />
              <span className="truncate">
                <Under row={row} />
              </span>
            </p>
          </div>
          <ConversationMenu row={row} onDetails={onToggleDetails} />
        </>
      ) : (
        <>
          <PaneTitle className="sr-only">Conversation</PaneTitle>
          <span className="skeleton size-10 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="skeleton h-4 w-40" />
            <span className="skeleton h-3 w-56" />
          </span>
        </>
      )}
      <IconButton
        label={detailsOpen ? 'Close details' : 'Show details'}
        aria-pressed={detailsOpen}
        onClick={onToggleDetails}
        side="left"
        className="max-md:hidden"
      >
        <PanelRight size={20} />
      </IconButton>
    </header>
  );
}

/** Says when the phone is away, because then a text waits; else who can read. */
function Under({ row }: { row: ConversationRow }) {
  const phones = useEngineValue('phones');
  const now = useNow();
  const away = phones.length > 0 && phones.every((phone) => !phone.connected);
  const seen = phones.find((phone) => phone.lastSeen !== null)?.lastSeen ?? null;
  if (away)
    return (
      <span className="text-warn" {...(seen ? { title: fullTime(seen) } : {})}>
        {seen ? `Your phone was last seen ${ago(seen, now)}` : 'Your phone has not been seen yet'}
      </span>
    );
  const numbers = row.parties.map((party) => party.number).join(', ');
  return (
    <>
      <span className="max-md:hidden">
        <WhoReads />
      </span>
      <span className="md:hidden">
        <WhoReads short />
      </span>
      {row.parties.length === 1 && row.title !== numbers && <span className="tabular"> · {numbers}</span>}
    </>
  );
}

function ConversationMenu({ row, onDetails }: { row: ConversationRow; onDetails(): void }) {
  const acts = useConversationActs();
  const navigate = useNavigate();
  const leave = () => void navigate({ to: '/' });
  return (
    <Menu
      trigger={
        <IconButton label="More about this conversation">
          <EllipsisVertical size={20} />
        </IconButton>
      }
      entries={[
        {
          label: row.pinned ? 'Unpin' : 'Pin to the top',
          icon: row.pinned ? <PinOff size={18} /> : <Pin size={18} />,
          onSelect: () => void acts.pin(row, !row.pinned),
        },
        {
          label: row.muted ? 'Unmute' : 'Mute',
          icon: row.muted ? <Bell size={18} /> : <BellOff size={18} />,
          onSelect: () => void acts.mute(row, !row.muted),
        },
        {
          label: 'Mark as unread',
          keys: 'u',
          icon: <MailOpen size={18} />,
          onSelect: () => {
            void acts.markUnread(row);
            leave();
          },
        },
        {
          label: row.archived ? 'Move to the inbox' : 'Archive',
          keys: 'e',
          icon: row.archived ? <ArchiveRestore size={18} /> : <Archive size={18} />,
          onSelect: () => {
            void acts.archive(row, !row.archived);
            leave();
          },
        },
        { label: 'Details', icon: <Info size={18} />, onSelect: onDetails },
        ...eraseEntries(row, leave),
      ]}
    />
  );
}

/** The conversation alone, or everything about the one person that it is with. */
function eraseEntries(row: ConversationRow, leave: () => void): MenuEntry[] {
  const [party, ...others] = row.parties;
  const conversation: MenuEntry = {
    label: 'Erase this conversation…',
    icon: <Eraser size={18} />,
    dangerous: true,
    onSelect: () =>
      askToErase({
        target: { of: 'conversation', conversation: row.id },
        name: `the conversation with ${row.title}`,
        leave,
      }),
  };
  if (!party || others.length > 0) return [conversation];
  const person: MenuEntry = {
    label: 'Erase everything about them…',
    icon: <Eraser size={18} />,
    dangerous: true,
    onSelect: () =>
      askToErase({
        target: { of: 'number', number: party.number, groups: 'theirs' },
        name: row.title,
        leave,
      }),
  };
  return [conversation, person];
}
