import { useId } from 'react';
import { classNames } from '../design/class-names.ts';

const FIELD = 'min-h-11 w-full rounded-card border bg-raised px-3 py-2 text-body text-ink ring-inside';

/** One of a few things. */
export function ChoiceField<T extends string>({
  label,
  hint,
  value,
  words,
  onChange,
}: {
  label: string;
  hint?: string;
  value: T;
  /** Each choice and what it is called. */
  words: Readonly<Record<T, string>>;
  onChange(value: T): void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-describedby={hint && `${id}-hint`}
        onChange={(event) => onChange(event.target.value as T)}
        className={classNames(FIELD, 'border-edge')}
      >
        {Object.entries<string>(words).map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-2">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A field of several lines. */
export function TextArea({
  label,
  hint,
  value,
  error,
  onChange,
}: {
  label: string;
  hint: string;
  value: string;
  error: string | null;
  onChange(value: string): void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        value={value}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-hint ${id}-error`}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(FIELD, 'font-mono', error ? 'border-bad' : 'border-edge')}
      />
      <p id={`${id}-hint`} className="text-small text-ink-2">
        {hint}
      </p>
      <p id={`${id}-error`} role="alert" className="text-small text-bad empty:hidden">
        {error}
      </p>
    </div>
  );
}
