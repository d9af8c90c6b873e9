import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CLAIM_IDS,
  CLAIMS,
  faultsOfWording,
  INVENTORY,
  privacyPolicy,
  standingOf,
  type Statement,
} from '../src/index.ts';

const policy = privacyPolicy(INVENTORY);
const statements = policy.sections.flatMap((section) => section.statements);

test('[INV-21] every claim is one sentence of the policy, in its own words', () => {
  assert.deepEqual(statements.map(({ claim }) => claim).toSorted(), CLAIM_IDS.toSorted());
  for (const { claim, text } of statements) assert.equal(text, CLAIMS[claim].text);
});

test('[INV-21] what is not so yet says so, and no other sentence does', () => {
  for (const { claim, kind, notes } of statements) {
    const yet = standingOf(CLAIMS[claim]).kind === 'not-yet';
    assert.equal(kind === 'not-yet', yet, claim);
    assert.equal(notes[0]?.startsWith('Not so yet') ?? false, yet, claim);
  }
});

test('[INV-21] a sentence without a claim does not compile', () => {
  const shown = (statement: Statement): string => statement.text;
  // @ts-expect-error: whatever looks like a sentence is none without a claim behind it
  assert.ok(shown({ claim: 'A01', text: 'We are the best.', kind: 'disclosure', notes: [] }));
});

test('[INV-22] the data table holds everything that is listed, once', () => {
  const told = policy.data.flatMap(({ rows }) => rows.flatMap(({ holds }) => holds));
  assert.deepEqual(told.toSorted(), INVENTORY.map(({ holds }) => holds).toSorted());
  for (const { title, rows } of policy.data)
    for (const row of rows) {
      assert.ok(row.howLong.length > 0, title);
      assert.deepEqual(faultsOfWording(JSON.stringify(row)), [], title);
    }
  const carried = policy.data.flatMap(({ rows }) => rows).filter(({ recipients }) => recipients.length > 0);
  assert.ok(carried.some(({ place }) => place === 'connection'));
});

test('[INV-22] the cookie page lists what a browser keeps', () => {
  assert.deepEqual(
    policy.browser.map(({ name }) => name),
    INVENTORY.filter(({ place }) => place === 'cookie' || place === 'browser-storage').map(
      ({ name }) => name,
    ),
  );
});
