import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'The server’s log keeps what passes live.',
  red: ['canary/live', 'canary/live-later'],
  edits: [
    {
      file: 'apps/server/src/live/live-hub.ts',
      find: `    this.#deps.bus.publish(account, { type: 'live', event });`,
      replace: `    this.#deps.log.info(JSON.stringify(event));
    this.#deps.bus.publish(account, { type: 'live', event });`,
    },
  ],
} as const satisfies Mutation;
