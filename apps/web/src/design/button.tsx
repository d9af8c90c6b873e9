import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';

type Variant = 'primary' | 'plain' | 'quiet' | 'danger';

const VARIANTS = {
  primary: 'bg-seal text-on-seal hover:opacity-90 active:opacity-80',
  plain: 'bg-raised text-ink border border-edge hover:bg-sunken',
  quiet: 'text-ink hover:bg-sunken',
  danger: 'bg-raised text-bad border border-bad hover:bg-sunken',
} satisfies Record<Variant, string>;

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  variant?: Variant;
  /** Shows words that something is under way and takes no second press. */
  busy?: string | false;
  icon?: ReactNode;
  wide?: boolean;
}

/** A button with words. 44 px high so that a finger finds it. */
export function Button({
  variant = 'plain',
  busy = false,
  icon,
  wide,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy !== false}
      aria-busy={busy !== false || undefined}
      className={classNames(
        'inline-flex min-h-11 items-center justify-center gap-2 rounded-card px-4 py-2 text-body font-medium transition-[opacity,background-color] select-none [&_svg]:shrink-0',
        'disabled:cursor-default disabled:bg-sunken disabled:text-ink-2 disabled:border disabled:border-line',
        VARIANTS[variant],
        wide && 'w-full',
        className,
      )}
    >
      {icon}
      {busy === false ? children : busy}
    </button>
  );
}
