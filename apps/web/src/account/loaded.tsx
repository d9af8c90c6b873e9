import type { ReactNode } from 'react';
import { ProblemNote } from '../design/problem-note.tsx';
import type { Answer } from '../frame/engine-context.tsx';

/** Shows an answer of the account: lines in its place while it is on its way, or what went wrong. */
export function Loaded<T>({
  answer,
  again,
  what,
  children,
}: {
  answer: Answer<T>;
  again(): void;
  /** "Your sessions could not be shown." */
  what: string;
  children(value: T): ReactNode;
}) {
  switch (answer.state) {
    case 'loading':
      return (
        <div aria-hidden className="flex flex-col gap-2">
          <span className="skeleton h-12 w-full" />
          <span className="skeleton h-12 w-full" />
        </div>
      );
    case 'failed':
      return <ProblemNote what={what} trouble={answer.trouble} again={again} />;
    case 'ready':
      return children(answer.value);
  }
}
