import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'What passes live is stored beside the activity log.',
  red: ['canary/live', 'canary/live-later'],
  edits: [
    {
      file: 'apps/server/src/live/live-hub.ts',
      find: `    this.#deps.bus.publish(account, { type: 'live', event });`,
      replace: `    void import('@smseal/database').then(({ recordActivity }) =>
      recordActivity(this.#deps.database, {
        account,
        action: JSON.stringify(event) as 'sign-in',
        ip: '192.0.2.1',
        device: null,
        now: this.#deps.now(),
      }),
    );
    this.#deps.bus.publish(account, { type: 'live', event });`,
    },
  ],
} as const satisfies Mutation;
