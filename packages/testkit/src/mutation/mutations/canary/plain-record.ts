import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A device sends a record’s payload beside its envelope.',
  red: ['canary/record'],
  edits: [
    {
      file: 'packages/client/src/record/record-api.ts',
      find: `path: '/v1/records', json: { records }`,
      replace: `path: '/v1/records', json: { records: records.map((record) => ({ ...record, payload: shown.get(record) })) }`,
    },
    {
      file: 'packages/client/src/record/record-api.ts',
      find: '/** Posts at most 1,000 records,',
      replace: `export const shown = new WeakMap<SealedRecord, unknown>();

/** Posts at most 1,000 records,`,
    },
    {
      file: 'packages/client/src/record/record-writer.ts',
      find: `import { putRecords } from './record-api.ts';`,
      replace: `import { putRecords, shown } from './record-api.ts';`,
    },
    {
      file: 'packages/client/src/record/record-writer.ts',
      find: `      try {
        const { seq } = await putRecords`,
      replace: `      shown.set(record, payload);
      try {
        const { seq } = await putRecords`,
    },
  ],
} as const satisfies Mutation;
