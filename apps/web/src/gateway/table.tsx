import type { ReactNode } from 'react';

/** Classes of a heading row and of cells. */
export const HEAD = 'border-b border-line text-small text-ink-2 [&_th]:font-medium';
export const CELL = 'px-4 py-2';

/** A table as dense as its content allows; where it is wider than the page it scrolls by itself. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="relative overflow-x-auto rounded-card border border-line bg-raised ring-inside"
    >
      <table className="w-full text-left">{children}</table>
    </div>
  );
}
