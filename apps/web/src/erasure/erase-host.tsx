import { lazy, Suspense } from 'react';
import { useEraseQuestion } from './ask-to-erase.ts';

const EraseDialog = lazy(async () => ({ default: (await import('./erase-dialog.tsx')).EraseDialog }));

/** Where the dialog stands: over all screens, so that it outlives the one that it was opened from. */
export function EraseHost() {
  const question = useEraseQuestion();
  if (question === null) return null;
  return (
    <Suspense fallback={null}>
      <EraseDialog key={JSON.stringify(question.target)} question={question} />
    </Suspense>
  );
}
