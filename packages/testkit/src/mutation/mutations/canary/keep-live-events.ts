import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What passed live is kept in memory, and written down with the next batch.',
  red: ['canary/live-later'],
  edits: [
    {
      file: 'apps/server/src/live/live-hub.ts',
      find: `    this.#deps.bus.publish(account, { type: 'live', event });`,
      replace: `    passed.push(event);
    this.#deps.bus.publish(account, { type: 'live', event });`,
    },
    {
      file: 'apps/server/src/live/live-hub.ts',
      find: '/** Why a greeting came to nothing. */',
      replace: `/** What has passed. */
export const passed: unknown[] = [];

/** Why a greeting came to nothing. */`,
    },
    {
      file: 'apps/server/src/outbox/posting-routes.ts',
      find: '      checkBatch(batch, author);',
      replace: `      checkBatch(batch, author);
      deps.log.info(JSON.stringify((await import('../live/live-hub.ts')).passed));`,
    },
  ],
} as const satisfies Mutation;
