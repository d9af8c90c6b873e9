import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Requests may take thirty days even where the month of the law is shorter.',
  red: ['clock/deadlines'],
  edits: [
    {
      file: 'packages/policy/src/deadline/deadline.ts',
      find: `  return earliest([
    ...PROMISE.map((term) => endOfTerm(term, received)),
    ...regimes.map((regime) => deadlineByLaw(regime, right, received)),
  ]);`,
      replace: `  return regimes.length > 0 ? endOfTerm({ days: 30 }, received) : endOfTerm(PROMISE[0], received);`,
    },
  ],
} as const satisfies Mutation;
