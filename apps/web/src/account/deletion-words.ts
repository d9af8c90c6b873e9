import type { ErasureState } from '@smseal/protocol';
import type { Trouble } from '../design/trouble.ts';
import type { DeletionView } from '../engine/erasure/deletion-view.ts';

/** What is done in the order in which it is done, and how many of these are. What will not be done any more is left out. */
export function deletionSteps(view: DeletionView): { steps: string[]; done: number } {
  const isCertified = view.server === 'certified';
  const looks = view.signed && !view.left && (view.searched || !isCertified);
  const all: (false | [words: string, isDone: boolean])[] = [
    view.signed && ['Order signed by this browser', true],
    ['Keys and sessions destroyed: nobody gets in any more', true],
    view.left !== 'here' && ['Gone from this browser', view.isForgotten],
    looks && ['Looked for in this browser and at the server, nothing found', view.searched],
    ['All rows removed at the server', areRowsGone(view)],
    ['Certified', isCertified],
  ];
  const steps = all.filter((step) => step !== false);
  const first = steps.findIndex(([, isDone]) => !isDone);
  return { steps: steps.map(([words]) => words), done: first < 0 ? steps.length : first };
}

/** The same in a sentence. */
export function deletionWords(view: DeletionView): string {
  if (view.server === 'certified') return 'Erased and certified.';
  if (!view.isForgotten && !view.left) return 'What this browser kept is going.';
  if (!areRowsGone(view)) return 'The rows are still going at the server. Many take some minutes.';
  if (view.left) return 'The certificate will be made without this browser’s word, in a quarter of an hour.';
  return 'The certificate is being made.';
}

/** What was left over, why nothing is signed then, and what to do. */
export const LEFT_WORDS = {
  here: {
    what: 'This browser has not let go of everything.',
    trouble: {
      code: 'left-here',
      sentence: 'What it keeps is sealed. Clear the data of this site in the browser’s settings.',
    },
  },
  there: {
    what: 'The server still lets this browser in.',
    trouble: {
      code: 'left-there',
      sentence: 'It must not after a deletion. Tell whoever runs it; this browser signs nothing.',
    },
  },
} as const satisfies Record<NonNullable<DeletionView['left']>, { what: string; trouble: Trouble }>;

const ROWS_GONE: ReadonlySet<ErasureState> = new Set(['rows-removed', 'verified', 'certified']);

function areRowsGone({ server }: DeletionView): boolean {
  return ROWS_GONE.has(server);
}
