import type { ReactNode } from 'react';
import { NARROW, useMediaQuery } from '../design/media-query.ts';

/** Title of what is open beside a list: the page's own title where the list is not shown. */
export function PaneTitle({ className, children }: { className: string; children: ReactNode }) {
  const Heading = useMediaQuery(NARROW) ? 'h1' : 'h2';
  return <Heading className={className}>{children}</Heading>;
}

/** Title of a part of what is open, one level below {@link PaneTitle}. */
export function PartTitle({ className, children }: { className: string; children: ReactNode }) {
  const Heading = useMediaQuery(NARROW) ? 'h2' : 'h3';
  return <Heading className={className}>{children}</Heading>;
}
