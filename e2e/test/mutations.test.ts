/** A seeded part of the run of mutations, whose whole is `npm run mutations`, and what the run itself would notice. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Seeded } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { readMutations, rigOf, type NamedMutation } from '@smseal/testkit/mutation';
import { whyNoNamespace } from '@smseal/verify';
import { claimsOn } from '../src/mutation/judge-mutation.ts';
import { runMutations } from '../src/mutation/run-mutations.ts';
import { Lifetime } from '../src/lifetime.ts';

const lifetime = new Lifetime();
after(() => lifetime.end());
const seed = process.env['SMSEAL_TEST_SEED'] ?? String(Date.now() % 1_000_000);
const { url: postgres } = await testDatabase(lifetime);
const run = (mutations: readonly NamedMutation[]) => runMutations(mutations, { postgres, lanes: 2 });

/** One of each of three families, of those that need no browser and no whole installation. */
async function someMutations(): Promise<NamedMutation[]> {
  // Some of what reaches for others is only seen in a network of its own.
  const apart = (await whyNoNamespace()) === null;
  const isSeen = ({ name }: NamedMutation): boolean => apart || !name.startsWith('egress/');
  const quick = (await readMutations()).filter(
    (one) => isSeen(one) && ['release', 'service', 'tls'].includes(rigOf(one)),
  );
  const byFamily = Map.groupBy(quick, ({ name }) => name.split('/')[0]);
  const random = new Seeded(`mutations ${seed}`);
  return random
    .shuffled([...byFamily.values()])
    .slice(0, 3)
    .map((family) => random.pick(family));
}

test(`three broken copies turn red what they should and nothing else (SMSEAL_TEST_SEED=${seed})`, async () => {
  for (const { name, claims, probes, faults } of await run(await someMutations())) {
    assert.deepEqual(faults, [], name);
    assert.deepEqual(claims, claimsOn(probes));
    assert.ok(claims.length > 0, `${name} breaks no claim`);
  }
});

test('a mutation that changes nothing, one that changes too much and one that does not run are told from a good one', async () => {
  const file = 'packages/policy/src/retention/thresholds.ts';
  const clock = { breaks: 'Something.', red: ['clock/thresholds', 'clock/retention-job'] } as const;
  const keepLonger = { file, find: 'return now - keepMs;', replace: 'return now - keepMs - 1;' };
  const judged = await run([
    { ...clock, name: 'good', edits: [keepLonger] },
    { ...clock, name: 'idle', edits: [{ ...keepLonger, replace: 'return now - keepMs + 0;' }] },
    { ...clock, name: 'broken', edits: [{ ...keepLonger, replace: 'return (;' }] },
    { ...clock, name: 'gone', edits: [{ ...keepLonger, find: 'nowhere to be found' }] },
    {
      name: 'wide',
      breaks: 'Two things.',
      red: ['lint/sealed-fields'],
      edits: [
        {
          file: 'packages/inventory/src/record-kinds.ts',
          find: "    title: 'Contacts',\n    clear: {},",
          replace: "    title: 'Contacts',\n    clear: { name: 'id' },",
        },
        {
          file: 'packages/inventory/src/recipients.ts',
          find: "title: 'Your own programs'",
          replace: "title: 'Advertising'",
        },
      ],
    },
  ]);
  const faultsOf = (name: string): string =>
    judged.find((one) => one.name === name)?.faults.join('; ') ?? 'it was not judged';
  assert.equal(faultsOf('good'), '');
  assert.match(faultsOf('idle'), /clock\/thresholds stays green .* and with it A31/);
  assert.match(faultsOf('broken'), /could not be tried: /);
  assert.match(faultsOf('gone'), /“nowhere to be found” stands 0 times/);
  assert.match(faultsOf('wide'), /lint\/recipients is red, too/);
});
