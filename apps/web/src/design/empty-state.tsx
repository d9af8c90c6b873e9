import type { ReactNode } from 'react';

/** What to see where there is nothing yet: why, and what to do next. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  heading = false,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Where the page has no other title. */
  heading?: boolean;
}) {
  const Title = heading ? 'h1' : 'p';
  return (
    <div className="flex h-full min-h-60 flex-col items-center justify-center gap-2 px-8 py-10 text-center">
      {icon && <span className="mb-2 text-ink-3">{icon}</span>}
      <Title className="text-lead font-semibold">{title}</Title>
      {children && <div className="max-w-90 text-ink-2">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
