import { Tooltip } from '@base-ui/react/tooltip';
import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'aria-label'> {
  /** Said to screen readers and shown as a tip. */
  label: string;
  /** Keys that do the same, shown in the tip. */
  keys?: string;
  children?: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** Another element in its place, such as a link. */
  render?: ReactElement;
}

/** A button that shows a picture only; its name is in the tip. */
export function IconButton({
  label,
  keys,
  children,
  side = 'bottom',
  className,
  render,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        {...(render ? { render } : { type: 'button' as const })}
        {...rest}
        aria-label={label}
        className={classNames(
          'touch inline-flex size-10 shrink-0 items-center justify-center rounded-card text-ink-2 transition-colors hover:bg-sunken hover:text-ink',
          'aria-[current=page]:bg-selected aria-[current=page]:text-seal aria-pressed:bg-selected aria-pressed:text-seal',
          'disabled:cursor-default disabled:opacity-40',
          className,
        )}
      >
        {children}
      </Tooltip.Trigger>
      <Tip side={side} label={label} {...(keys ? { keys } : {})} />
    </Tooltip.Root>
  );
}

/** The floating name of a control, with its keys. */
export function Tip({
  label,
  keys,
  side,
}: {
  label: string;
  keys?: string;
  side: 'top' | 'bottom' | 'left' | 'right';
}) {
  return (
    <Tooltip.Portal>
      <Tooltip.Positioner side={side} sideOffset={6} className="z-50">
        <Tooltip.Popup className="float-in rounded-soft bg-ink px-2 py-1 text-small text-paper shadow-float">
          {label}
          {keys && <kbd className="ml-2 font-sans opacity-80">{keys}</kbd>}
        </Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  );
}
