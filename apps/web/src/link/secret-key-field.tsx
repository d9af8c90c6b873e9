import { useEffect, useId, useState } from 'react';
import { classNames } from '../design/class-names.ts';
import { useEngine } from '../frame/engine-context.tsx';

/** Characters of a whole key. */
const LENGTH = 31;

/** Takes the secret key; its checksum is checked as one types, without asking anybody. */
export function SecretKeyField({
  value,
  label = 'Secret key',
  autoFocus = false,
  onChange,
  onRight,
}: {
  value: string;
  label?: string;
  autoFocus?: boolean;
  onChange(key: string): void;
  /** Whether what is typed can be a key. */
  onRight(right: boolean): void;
}) {
  const id = useId();
  const engine = useEngine();
  const [wrong, setWrong] = useState<string | null>(null);
  const typed = value.replaceAll(/[\s-]/g, '').length;
  useEffect(() => {
    let left = false;
    onRight(false);
    if (value.trim() === '') return;
    const check = async () => {
      const why = await engine.checkSecretKey(value);
      if (left) return;
      setWrong(why);
      onRight(why === null);
    };
    check().catch(() => undefined);
    return () => {
      left = true;
    };
  }, [engine, value, onRight]);
  const whole = typed >= LENGTH;
  const says =
    typed === 0
      ? ''
      : wrong === null && whole
        ? 'The key is whole.'
        : whole
          ? wrong
          : `${typed} of ${LENGTH} characters`;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={2}
        value={value}
        autoFocus={autoFocus}
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        aria-invalid={whole && wrong !== null}
        aria-describedby={`${id}-says`}
        placeholder="1XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"
        onChange={(event) => onChange(event.target.value.toUpperCase())}
        className={classNames(
          'w-full resize-none rounded-card border bg-raised px-4 py-3 font-mono text-lead tracking-wide break-all',
          whole && wrong !== null ? 'border-bad' : 'border-edge',
        )}
      />
      <p
        id={`${id}-says`}
        role="status"
        className={classNames(
          'tabular min-h-5 text-small',
          !whole ? 'text-ink-2' : wrong === null ? 'text-good' : 'text-bad',
        )}
      >
        {says}
      </p>
    </div>
  );
}
