/** What the run of mutations stands on, without running it: `npm run mutations` takes minutes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLAIM_IDS, CLAIMS, PROBES, standingOf } from '@smseal/inventory';
import { editedFiles, readMutations, rigOf } from '../../src/mutation/index.ts';

const ROOT = new URL('../../../../', import.meta.url).pathname;
const SENTENCE = /^[A-Z][^\n]*\.$/;
const mutations = await readMutations();
const broken = new Set<string>(mutations.flatMap(({ red }) => red));

test('each probe has a mutation that it must notice', () => {
  assert.deepEqual(
    Object.keys(PROBES).filter((probe) => !broken.has(probe)),
    [],
    'add a file below packages/testkit/src/mutation/mutations: docs/how-to/mutations.md',
  );
});

test('each claim that is tried is broken by a mutation', () => {
  const whole = CLAIM_IDS.filter((id) => {
    const standing = standingOf(CLAIMS[id]);
    return standing.kind === 'executable' && !standing.probes.some((probe) => broken.has(probe));
  });
  assert.deepEqual(whole, []);
});

for (const mutation of mutations)
  test(`“${mutation.name}” still applies to the code as it is, and changes it`, () => {
    const { name, breaks, red, edits } = mutation;
    assert.match(breaks, SENTENCE);
    assert.ok(
      red.some((probe) => PROBES[probe].family === name.split('/')[0]),
      'it lies in the folder of a family whose probe it breaks',
    );
    assert.doesNotThrow(() => rigOf(mutation));
    assert.ok(editedFiles(ROOT, edits).size > 0);
    for (const { find, replace } of edits) assert.notEqual(find, replace);
  });
