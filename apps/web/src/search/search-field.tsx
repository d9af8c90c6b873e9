import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '../design/icon-button.tsx';

/** The field over a list. Esc empties it, then leaves it. */
export function SearchField({
  ref,
  value,
  onChange,
  label = 'Search texts and people',
}: {
  ref?: RefObject<HTMLInputElement | null>;
  value: string;
  onChange(value: string): void;
  label?: string;
}) {
  return (
    <div role="search" className="relative shrink-0 px-3 pb-3">
      <Search
        size={18}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-6 -mt-1.5 -translate-y-1/2 text-ink-3"
      />
      <input
        ref={ref}
        type="search"
        value={value}
        aria-label={label}
        placeholder="Search"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (value) onChange('');
          else event.currentTarget.blur();
        }}
        className="h-11 w-full rounded-card border border-line bg-sunken pr-11 pl-10 ring-inside [&::-webkit-search-cancel-button]:hidden"
      />
      {value && (
        <span className="absolute top-0.5 right-3.5">
          <IconButton label="Empty the search" keys="Esc" side="left" onClick={() => onChange('')}>
            <X size={18} />
          </IconButton>
        </span>
      )}
      {!value && (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-3 right-6 rounded-soft border border-line bg-raised px-1.5 font-sans text-small text-ink-2 max-md:hidden"
        >
          /
        </kbd>
      )}
    </div>
  );
}
