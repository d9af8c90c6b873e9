import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A deletion is kept with its time to the microsecond.',
  red: ['introspect/times'],
  edits: [
    {
      file: 'packages/database/migrations/0010-record.sql',
      find: `  seq bigint NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, kind, id)
);
CREATE UNIQUE INDEX tombstone_feed`,
      replace: `  seq bigint NOT NULL,
  stored timestamptz NOT NULL,
  PRIMARY KEY (account_id, kind, id)
);
CREATE UNIQUE INDEX tombstone_feed`,
    },
  ],
} as const satisfies Mutation;
