import type { ReactNode } from 'react';
import { BackLink } from './back-link.tsx';

/** A page of one column with its title; `back` leads to the list it came from on narrow screens. */
export function Page({
  title,
  back,
  actions,
  children,
}: {
  title: string;
  back?: { to: '/settings' | '/contacts' | '/gateways' | '/'; label: string };
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      role="region"
      aria-label={title}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto ring-inside print:overflow-visible"
    >
      <div className="mx-auto flex max-w-180 flex-col px-4 pb-16 md:px-8">
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
