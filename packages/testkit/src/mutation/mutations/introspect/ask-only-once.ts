import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'Consent is asked for when a text is ordered, and not when it leaves.',
  red: ['introspect/withdrawal'],
  edits: [
    {
      file: 'apps/gateway/src/suppression/suppression-desk.ts',
      find: 'suppression: this.#set.get(to),',
      replace: 'suppression: null,',
    },
  ],
} as const satisfies Mutation;
