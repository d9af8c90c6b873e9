import type { Mutation } from '../../mutation.ts';

export const MUTATION = {
  breaks: 'A device’s token goes along in a header in which nobody keeps it secret.',
  red: ['canary/keys'],
  edits: [
    {
      file: 'packages/client/src/api/api-client.ts',
      find: `if (bearer !== null) headers['authorization'] = \`Bearer \${bearer}\`;`,
      replace: `if (bearer !== null) headers['authorization'] = \`Bearer \${bearer}\`;
    if (bearer !== null) headers['x-device'] = bearer;`,
    },
  ],
} as const satisfies Mutation;
