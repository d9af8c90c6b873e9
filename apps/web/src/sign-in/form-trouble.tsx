import type { Trouble } from '../design/trouble.ts';

/** Why a form was refused, in one sentence, with the code small. */
export function FormTrouble({ trouble }: { trouble: Trouble | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {trouble && (
        <p className="rounded-card border border-bad px-4 py-3">
          {trouble.sentence} <span className="font-mono text-tiny text-ink-2">{trouble.code}</span>
        </p>
      )}
    </div>
  );
}
