import type { ReactNode } from 'react';

/** One thing to know, with its heading. */
export function Point({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <h2 className="font-semibold">{title}</h2>
      <p className="text-ink-2">{children}</p>
    </li>
  );
}
