import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What is deleted on the phone is only marked in the account.',
  red: ['erase/phone'],
  edits: [
    {
      file: 'apps/phone/src/provider/look.ts',
      find: 'if (!mass && (await this.#options.syncDeletions()))',
      replace: 'if (!mass && !(await this.#options.syncDeletions()))',
    },
  ],
} as const satisfies Mutation;
