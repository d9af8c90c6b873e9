import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The log of versions does not lead out.',
  red: ['har/policy-versions'],
  edits: [
    {
      file: 'apps/site/src/version/versions-page.ts',
      find: `<li><a href="/settings/delete">Delete your account.</a></li>`,
      replace: ``,
    },
  ],
} as const satisfies Mutation;
