import { cloneElement, type ComponentPropsWithRef, type ReactElement, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { tip, type TipSide } from './tip-layer.tsx';

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'aria-label'> {
  /** Said to screen readers and shown as a tip. */
  label: string;
  /** Keys that do the same, shown in the tip. */
  keys?: string;
  children?: ReactNode;
  side?: TipSide;
  /** Another element in its place, such as a link. */
  render?: ReactElement<Record<string, unknown>>;
}

/** A button that shows a picture only; its name is in the tip. */
export function IconButton({ label, keys, children, side, className, render, ...rest }: IconButtonProps) {
  const props = {
    ...rest,
    ...tip(label, side, keys),
    'aria-label': label,
    className: classNames(
      'touch inline-flex size-10 shrink-0 items-center justify-center rounded-card text-ink-2 transition-colors hover:bg-sunken hover:text-ink',
      'aria-[current=page]:bg-selected aria-[current=page]:text-seal aria-pressed:bg-selected aria-pressed:text-seal',
      'disabled:cursor-default disabled:opacity-40',
      className,
    ),
  };
  if (render) return cloneElement(render, props, children);
  return (
    <button type="button" {...props}>
      {children}
    </button>
  );
}
