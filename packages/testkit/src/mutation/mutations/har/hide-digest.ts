import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The versions are listed without their digests.',
  red: ['har/policy-versions'],
  edits: [
    {
      file: 'apps/site/src/version/versions-page.ts',
      find: `<dd><code>\${hash}</code></dd>`,
      replace: `<dd>\${hash.slice(0, 8)}</dd>`,
    },
  ],
} as const satisfies Mutation;
