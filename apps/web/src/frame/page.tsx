import type { ReactNode } from 'react';
import { classNames } from '../design/class-names.ts';
import { BackLink } from './back-link.tsx';

/** A page of one column with its title; `back` leads to the list it came from on narrow screens. */
export function Page({
  title,
  back,
  actions,
  wide = false,
  children,
}: {
  title: string;
  back?: { to: '/settings' | '/contacts' | '/gateways' | '/many' | '/'; label: string };
  actions?: ReactNode;
  /** Room for something beside the column. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      role="region"
      aria-label={title}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto ring-inside print:overflow-visible"
    >
      <div
        className={classNames('mx-auto flex flex-col px-4 pb-16 md:px-8', wide ? 'max-w-250' : 'max-w-180')}
      >
        <header className="print:hidden flex min-h-16 items-center gap-2 py-3">
          {back && <BackLink {...back} />}
          <h1 className="flex-1 text-title font-semibold">{title}</h1>
          {actions}
        </header>
        {children}
      </div>
    </div>
  );
}
