import { useId } from 'react';

/** Takes the six digits of a one-time password; a phone offers them from the text that arrived. */
export function CodeField({ value, onChange }: { value: string; onChange(code: string): void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        Six digits
      </label>
      <input
        id={id}
        value={value}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]{6}"
        maxLength={6}
        required
        autoFocus
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value.replaceAll(/\D/g, '').slice(0, 6))}
        className="tabular h-16 w-full rounded-card border border-edge bg-raised px-4 text-center font-mono text-display tracking-[0.4em]"
      />
      <p id={`${id}-hint`} className="text-small text-ink-2">
        The code works once, for ten minutes.
      </p>
    </div>
  );
}
