import { useState } from 'react';
import { TextField } from '../design/text-field.tsx';

/** A password with a way to see what one types. */
export function PasswordField({
  label,
  value,
  isNew,
  autoFocus = false,
  onChange,
}: {
  label: string;
  value: string;
  isNew: boolean;
  autoFocus?: boolean;
  onChange(value: string): void;
}) {
  const [shown, setShown] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={label}
        type={shown ? 'text' : 'password'}
        value={value}
        required
        autoFocus={autoFocus}
        minLength={isNew ? 10 : 1}
        maxLength={256}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew ? 'At least ten characters. Length is what counts; a few words do well.' : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <label className="flex min-h-6 items-center gap-2 text-small text-ink-2">
        <input
          type="checkbox"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
          className="size-4 accent-seal"
        />
        Show what I type
      </label>
    </div>
  );
}
