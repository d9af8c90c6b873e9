import { Check, Circle, CircleDot } from 'lucide-react';

/** Steps in their order, of which so many are done and the next one is under way. */
export function StepList({ steps, done }: { steps: readonly string[]; done: number }) {
  return (
    <ol className="flex flex-col gap-2">
      {steps.map((step, place) => (
        <li
          key={step}
          aria-current={place === done ? 'step' : undefined}
          className={`flex items-center gap-2 ${place < done ? '' : 'text-ink-2'}`}
        >
          {place < done ? (
            <Check size={18} className="shrink-0 text-good" aria-label="done" />
          ) : place === done ? (
            <CircleDot size={18} className="shrink-0 text-seal" aria-label="under way" />
          ) : (
            <Circle size={18} className="shrink-0 text-ink-3" aria-label="to come" />
          )}
          {step}
        </li>
      ))}
    </ol>
  );
}
