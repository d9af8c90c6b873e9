import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'size'> {
  label: string;
  hint?: ReactNode;
  /** What is wrong and what to do; read out when it appears. */
  error?: string | null;
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean;
  mono?: boolean;
}

/** A one-line field with its label, hint and error in one place. */
export function TextField({ label, hint, error, labelHidden, mono, className, ...rest }: TextFieldProps) {
  const id = useId();
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={notes || undefined}
        className={classNames(
          'min-h-11 w-full rounded-card border bg-raised px-3 py-2 text-body text-ink ring-inside',
          error ? 'border-bad' : 'border-edge',
          mono && 'font-mono',
        )}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-2">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} role="alert" className="text-small text-bad empty:hidden">
        {error}
      </p>
    </div>
  );
}
