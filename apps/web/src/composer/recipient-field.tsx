import { X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '../design/avatar.tsx';
import { classNames } from '../design/class-names.ts';
import type { EngineApi } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';

export type Recipient = Pick<
  Awaited<ReturnType<EngineApi['findRecipients']>>[number],
  'name' | 'number' | 'picture' | 'label'
>;

const NUMBER = /^\+?[0-9][0-9 ().\-/]{2,}$/u;

function useSuggestions(query: string, chosen: readonly Recipient[]): Recipient[] {
  const engine = useEngine();
  const [found, setFound] = useState<Recipient[]>([]);
  useEffect(() => {
    let left = false;
    engine.findRecipients(query).then(
      (rows) => !left && setFound(rows),
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [engine, query]);
  const typed = query.trim();
  const own: Recipient[] = NUMBER.test(typed)
    ? [{ name: null, number: typed, picture: null, label: null }]
    : [];
  const taken = new Set(chosen.map((recipient) => recipient.number));
  return [...own, ...found].filter((recipient) => !taken.has(recipient.number)).slice(0, 8);
}

/** Takes names and numbers; what is chosen stands as chips. */
export function RecipientField({
  chosen,
  onChange,
  onDone,
}: {
  chosen: readonly Recipient[];
  onChange(recipients: Recipient[]): void;
  /** Enter in an empty field: on to the text. */
  onDone(): void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(true);
  const suggestions = useSuggestions(query, chosen);
  const shown = open && suggestions.length > 0;
  const choose = (recipient: Recipient | undefined) => {
    if (!recipient) return;
    onChange([...chosen, recipient]);
    setQuery('');
    setActive(0);
    setOpen(false);
    input.current?.focus();
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((at) => (at + step + suggestions.length) % Math.max(1, suggestions.length));
    } else if (event.key === 'Enter' || (event.key === ',' && query.trim() !== '')) {
      event.preventDefault();
      if (query.trim() === '' && chosen.length > 0) onDone();
      else choose(suggestions[active]);
    } else if (event.key === 'Backspace' && query === '') onChange(chosen.slice(0, -1));
  };
  return (
    <div className="relative border-b border-line">
      <div className="flex flex-wrap items-center gap-1.5 px-4 py-2 md:px-6">
        <label htmlFor={id} className="text-ink-2">
          To
        </label>
        {chosen.map((recipient) => (
          <Chip
            key={recipient.number}
            recipient={recipient}
            onRemove={() => onChange(chosen.filter((each) => each !== recipient))}
          />
        ))}
        <input
          ref={input}
          id={id}
          value={query}
          role="combobox"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          placeholder={chosen.length === 0 ? 'Name or number' : ''}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKey}
          className="h-9 min-w-32 flex-1 bg-transparent outline-none"
        />
      </div>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="People found"
        className={classNames(
          'absolute inset-x-2 top-full z-20 mt-1 max-h-90 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float md:inset-x-5',
          !shown && 'hidden',
        )}
      >
        {suggestions.map((recipient, index) => (
          <li
            key={`${recipient.number} ${recipient.name ?? ''}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the field loses the focus and the list with it.
            onPointerDown={(event) => {
              event.preventDefault();
              choose(recipient);
            }}
            className={classNames(
              'flex min-h-12 cursor-pointer items-center gap-3 rounded-soft px-2',
              index === active && 'bg-sunken',
            )}
          >
            <Avatar
              id={recipient.number}
              name={recipient.name ?? recipient.number}
              picture={recipient.picture}
              size={32}
            />
            <span className="min-w-0 flex-1 truncate">{recipient.name ?? `Send to ${recipient.number}`}</span>
            <span className="tabular text-small text-ink-2">
              {recipient.label && `${recipient.label} · `}
              {recipient.name && recipient.number}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Chip({ recipient, onRemove }: { recipient: Recipient; onRemove(): void }) {
  const name = recipient.name ?? recipient.number;
  return (
    <span className="inline-flex h-8 items-center gap-1 rounded-full bg-mine pl-3 text-small font-medium">
      <span title={recipient.number}>{name}</span>
      <button
        type="button"
        aria-label={`Remove ${name}`}
        onClick={onRemove}
        className="touch inline-flex size-8 items-center justify-center rounded-full"
      >
        <X size={14} />
      </button>
    </span>
  );
}
