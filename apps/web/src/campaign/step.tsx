import { Check } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';

/** One of the steps on the page: open, done with what it came to, or still to come. */
export function Step({
  number,
  title,
  state,
  summary,
  onChange,
  children,
}: {
  number: number;
  title: string;
  state: 'open' | 'done' | 'ahead';
  /** What a done step came to. */
  summary: ReactNode;
  onChange(): void;
  children: ReactNode;
}) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const was = useRef(state);
  // Whoever goes on by keyboard goes on where the page does.
  useEffect(() => {
    if (state === 'open' && was.current !== 'open') {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: 'nearest' });
    }
    was.current = state;
  }, [state]);
  return (
    <section
      aria-labelledby={id}
      className={classNames('rounded-card border border-line', state === 'ahead' ? 'bg-paper' : 'bg-raised')}
    >
      <header className="flex min-h-14 items-center gap-3 px-4 py-2">
        <span
          aria-hidden
          className={classNames(
            'tabular flex size-7 shrink-0 items-center justify-center rounded-full text-small font-semibold',
            state === 'open' ? 'bg-seal text-on-seal' : 'border border-line text-ink-2',
          )}
        >
          {state === 'done' ? <Check size={16} /> : number}
        </span>
        <div className="min-w-0 flex-1">
          <h2
            id={id}
            ref={heading}
            tabIndex={-1}
            className={classNames('text-lead font-semibold outline-none', state === 'ahead' && 'text-ink-2')}
          >
            {title}
          </h2>
          {state === 'done' && <p className="truncate text-ink-2">{summary}</p>}
        </div>
        {state === 'done' && (
          <Button variant="quiet" onClick={onChange} aria-label={`Change: ${title}`}>
            Change
          </Button>
        )}
      </header>
      {state === 'open' && <div className="flex flex-col gap-4 border-t border-line p-4">{children}</div>}
    </section>
  );
}
