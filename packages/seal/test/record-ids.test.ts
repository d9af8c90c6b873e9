import { equal, match, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { callId, contactId, conversationId, messageId, randomId, settingId } from '../src/index.ts';
import { household, newHousehold } from './household.ts';
import { refused } from './refused.ts';
import { seed } from './seed.ts';

const MESSAGE = {
  direction: 'in',
  parties: ['+1', '+2'],
  text: 'Yes',
  at: '2026-11-22T10:00:00.000Z',
  ordinal: 0,
} as const;

test('[SEAL-41] a conversation is its set of parties, however listed', async () => {
  const { keyring } = await household();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), async (parties) => {
      const id = await conversationId(keyring, parties);
      equal(await conversationId(keyring, [...parties, ...parties].toReversed()), id);
      notEqual(await conversationId(keyring, [...parties, 'one more party']), id);
    }),
    { seed, numRuns: 50 },
  );
});

test('[SEAL-41] the same message has the same id every time, another one another', async () => {
  const { keyring } = await household();
  const id = await messageId(keyring, MESSAGE);
  match(id, /^[\w-]{22}$/);
  const same = { ...MESSAGE, at: '2026-11-22T10:00:00.999Z', parties: ['+2', '+1'] };
  equal(await messageId(keyring, same), id);
  const others = [
    { ...MESSAGE, direction: 'out' as const },
    { ...MESSAGE, parties: ['+1'] },
    { ...MESSAGE, text: 'yes' },
    { ...MESSAGE, at: '2026-11-22T10:00:01.000Z' },
    { ...MESSAGE, ordinal: 1 },
  ];
  const ids = await Promise.all(others.map((other) => messageId(keyring, other)));
  equal(new Set([id, ...ids]).size, 6);
  await refused('malformed', () => messageId(keyring, { ...MESSAGE, at: 'noon' }));
});

test('[SEAL-41] ids of kinds and accounts never meet', async () => {
  const [one, two] = [await household(), await newHousehold()];
  const call = { number: '+1', type: 'in', at: '1969-12-31T23:59:59.000Z', duration: 0, ordinal: 0 } as const;
  const ids = await Promise.all(
    [one.keyring, two.keyring].flatMap((keyring) => [
      contactId(keyring, '+1'),
      settingId(keyring, '+1'),
      conversationId(keyring, ['+1']),
      messageId(keyring, MESSAGE),
      callId(keyring, call),
      callId(keyring, { ...call, number: null }),
    ]),
  );
  equal(new Set([...ids, randomId(), randomId()]).size, 14);
});
