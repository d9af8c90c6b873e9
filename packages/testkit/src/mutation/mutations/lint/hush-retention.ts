import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The log is silent where something is kept for longer.',
  red: ['lint/policy-changes'],
  edits: [
    {
      file: 'packages/inventory/src/version/diff-policies.ts',
      find: `    ...changesOf(before.retentions, after.retentions, RETENTION_CHANGES),
`,
      replace: ``,
    },
  ],
} as const satisfies Mutation;
