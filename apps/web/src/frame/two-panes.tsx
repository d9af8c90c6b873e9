import type { ReactNode } from 'react';
import { classNames } from '../design/class-names.ts';

/**
 * A list beside what is open in it; on narrow screens one of the two. The list keeps its scroll either way. Where it is null
 * there is nothing to choose from, and the other has all the room.
 */
export function TwoPanes({
  list,
  open,
  label,
  children,
}: {
  list: ReactNode;
  open: boolean;
  label: string;
  children: ReactNode;
}) {
  return (
    <>
      {list !== null && (
        <section
          aria-label={label}
          className={classNames(
            'flex min-w-0 flex-1 flex-col print:hidden md:max-w-[340px] md:min-w-[260px] md:basis-[340px] md:border-r md:border-line lg:min-w-[340px]',
            open && 'max-md:hidden',
          )}
        >
          {list}
        </section>
      )}
      <div
        className={classNames(
          'flex min-w-0 flex-1 flex-col md:flex-[2_1_0]',
          !open && list !== null && 'max-md:hidden',
        )}
      >
        {children}
      </div>
    </>
  );
}
