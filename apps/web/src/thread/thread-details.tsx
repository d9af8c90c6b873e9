import { Link } from '@tanstack/react-router';
import { BellOff, Pin, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { ReaderMark } from '../account/reader-mark.tsx';
import { useIsOpen } from '../account/use-is-open.ts';
import { useConversationActs } from '../conversation/conversation-acts.ts';
import { Avatar } from '../design/avatar.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { SideSheet } from '../design/dialog.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { countOf } from '../design/amounts.ts';
import type { ThreadWindow } from '../engine/engine-api.ts';
import { canAnswer } from '../composer/can-answer.ts';
import { isPicture } from './attachments.tsx';

interface DetailsProps {
  window: ThreadWindow;
  wide: boolean;
  onClose(): void;
  onOpenPicture(at: { item: string; key: string }): void;
}

/** People, pictures and choices of one conversation: a fourth column, or a sheet where there is no room. */
export function ThreadDetails(props: DetailsProps) {
  if (props.wide)
    return (
      <aside aria-label="Details" className="w-[300px] shrink-0 overflow-y-auto border-l border-line">
        <Content {...props} />
      </aside>
    );
  return (
    <SideSheet open onClose={props.onClose} title="Details">
      <Content {...props} />
    </SideSheet>
  );
}

function Content({ window, onClose, onOpenPicture }: DetailsProps) {
  const { conversation: row } = window;
  const acts = useConversationActs();
  const isOpen = useIsOpen();
  const pictures = window.items
    .toReversed()
    .flatMap((item) => item.attachments.filter(isPicture).map((picture) => ({ item: item.id, picture })));
  return (
    <div className="flex flex-col">
      <header className="flex h-16 items-center gap-2 border-b border-line pr-3 pl-5">
        <h2 className="flex-1 font-semibold">Details</h2>
        <IconButton label="Close details" onClick={onClose} side="left">
          <X size={20} />
        </IconButton>
      </header>
      <div className="flex flex-col items-center gap-2 px-5 py-6 text-center">
        <Avatar id={row.id} name={row.title} picture={row.picture} size={72} group={row.parties.length > 1} />
        <p className="text-lead font-semibold">{row.title}</p>
        <p className="tabular text-small text-ink-2">{countOf(window.total, 'text')}</p>
      </div>
      <Block title={row.parties.length > 1 ? 'People' : 'Number'}>
        <ul className="flex flex-col gap-3">
          {row.parties.map((party) => (
            <li key={party.number} className="flex items-center gap-2">
              <span className="min-w-0 flex-1">
                {party.name && row.parties.length > 1 && <span className="block truncate">{party.name}</span>}
                <span className="tabular block truncate text-ink-2">{party.number}</span>
              </span>
              <CopyButton text={party.number} label="Copy" />
            </li>
          ))}
        </ul>
        {row.parties.length === 1 && row.parties.every(({ number }) => canAnswer(number)) && (
          <Link
            to="/calls"
            search={{ number: row.parties[0]?.number ?? '' }}
            className="mt-2 inline-block text-small font-medium text-seal underline"
          >
            Calls with this number
          </Link>
        )}
      </Block>
      <Block title="Choices">
        <SwitchRow
          label="Pin to the top"
          checked={row.pinned}
          onChange={(value) => void acts.pin(row, value)}
        >
          <Pin size={14} className="inline" aria-hidden /> Stays first in the list.
        </SwitchRow>
        <SwitchRow label="Mute" checked={row.muted} onChange={(value) => void acts.mute(row, value)}>
          <BellOff size={14} className="inline" aria-hidden /> New texts do not count in the title.
        </SwitchRow>
      </Block>
      {pictures.length > 0 && (
        <Block title="Pictures">
          <ul className="grid grid-cols-3 gap-1">
            {pictures.slice(0, 30).map(({ item, picture }) => (
              <li key={item + picture.key}>
                <button
                  type="button"
                  aria-label={`Open picture${picture.name ? ` ${picture.name}` : ''}`}
                  onClick={() => onOpenPicture({ item, key: picture.key })}
                  className="block aspect-square w-full overflow-hidden rounded-soft bg-sunken"
                >
                  {picture.thumbnail && (
                    <img src={picture.thumbnail} alt="" className="size-full object-cover" />
                  )}
                </button>
              </li>
            ))}
          </ul>
        </Block>
      )}
      <Block title="Who can read this">
        <p className="flex gap-2 text-small text-ink-2">
          <ReaderMark size={16} className="mt-0.5 shrink-0 text-seal" />
          <span>
            {isOpen
              ? 'Your devices and the service, since your account is open. On its disks texts are encrypted.'
              : 'Your devices. The server keeps sealed envelopes that it cannot open.'}{' '}
            Carriers see texts while they carry them, as with every text.
          </span>
        </p>
      </Block>
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line px-5 py-4">
      <h3 className="mb-2 text-small font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  );
}
