import { BellOff, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classNames } from '../design/class-names.ts';
import { IconButton } from '../design/icon-button.tsx';
import { ago, fullTime } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { PhoneView } from '../engine/engine-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';

type Note = PhoneView['notifications'][number];

/** How long a notification fades after it is gone from the phone. */
const FADE_MS = 160;

/** What is shown: what there is, and for a moment what has just gone. */
function useFading(notes: readonly Note[]): { note: Note; gone: boolean }[] {
  const [shown, setShown] = useState<readonly Note[]>(notes);
  const here = new Set(notes.map((note) => note.key));
  const all = [...notes, ...shown.filter((note) => !here.has(note.key))];
  useEffect(() => {
    const timer = setTimeout(() => setShown(notes), FADE_MS);
    return () => clearTimeout(timer);
  }, [notes]);
  return all
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .map((note) => ({ note, gone: !here.has(note.key) }));
}

/** The phone's notifications. They are relayed sealed and stored nowhere. */
export function NotificationTray({ phone }: { phone: PhoneView }) {
  const shown = useFading(phone.notifications);
  return (
    <section aria-label={`Notifications on ${phone.name}`} className="flex flex-col gap-2">
      <h3 className="text-small font-semibold text-ink-2">Notifications</h3>
      {shown.length === 0 ? (
        <p className="flex items-center gap-2 rounded-card border border-line p-4 text-ink-2">
          <BellOff size={18} aria-hidden /> The tray is empty.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {shown.map(({ note, gone }) => (
            <NoteCard key={note.key} phone={phone} note={note} gone={gone} />
          ))}
        </ul>
      )}
      <p className="text-small text-ink-2">Relayed sealed, kept nowhere: a reload asks the phone again.</p>
    </section>
  );
}

function NoteCard({ phone, note, gone }: { phone: PhoneView; note: Note; gone: boolean }) {
  const engine = useEngine();
  const act = useAct();
  const now = useNow();
  return (
    <li
      className={classNames(
        'flex items-start gap-3 rounded-card border border-line bg-raised py-3 pr-2 pl-4 transition-[opacity,transform] duration-160',
        gone && 'translate-x-2 opacity-0',
      )}
    >
      <div className="min-w-0 flex-1">
        <p className="flex gap-2 text-small text-ink-2">
          <span className="truncate">{note.app}</span>
          <time dateTime={note.at} title={fullTime(note.at)} className="tabular shrink-0">
            {ago(note.at, now)}
          </time>
        </p>
        <p className="font-medium">{note.title}</p>
        {note.text && <p className="line-clamp-3 text-ink-2">{note.text}</p>}
      </div>
      {note.dismissable && (
        <IconButton
          label={`Dismiss on ${phone.name}: ${note.title}`}
          side="left"
          disabled={gone || !phone.connected}
          onClick={() =>
            void act('It was not dismissed.', () => engine.dismissNotification(phone.device, note.key))
          }
        >
          <X size={18} />
        </IconButton>
      )}
    </li>
  );
}
