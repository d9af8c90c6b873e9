import { TriangleAlert } from 'lucide-react';
import { Button } from './button.tsx';
import type { Trouble } from './trouble.ts';

/** An error in full: what happened, why and what to do, with the code small for whoever is asked for help. */
export function ProblemNote({
  what,
  trouble,
  again,
}: {
  what: string;
  trouble: Trouble;
  again?: () => void;
}) {
  return (
    <div role="alert" className="flex gap-3 rounded-card border border-line bg-raised p-4">
      <TriangleAlert size={20} className="mt-0.5 shrink-0 text-bad" aria-hidden />
      <div className="flex flex-1 flex-col gap-1">
        <p className="font-medium">{what}</p>
        <p className="text-ink-2">{trouble.sentence}</p>
        <p className="font-mono text-tiny text-ink-2">{trouble.code}</p>
        {again && (
          <div className="mt-2">
            <Button onClick={again}>Try again</Button>
          </div>
        )}
      </div>
    </div>
  );
}
