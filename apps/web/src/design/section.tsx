import type { ReactNode } from 'react';

/** One matter of a settings page, with its heading. */
export function Section({
  title,
  children,
  intro,
}: {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-3 border-t border-line py-6 first-of-type:border-t-0 first-of-type:pt-2">
      <h2 className="print:hidden text-lead font-semibold">{title}</h2>
      {intro && <div className="max-w-150 text-ink-2">{intro}</div>}
      {children}
    </section>
  );
}
