import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CLAIM_IDS,
  CLAIMS,
  faultsOfWording,
  PROBES,
  RESOLUTIONS,
  standingOf,
  type Claim,
  type ClaimId,
  type Unresolved,
} from '../src/index.ts';

const SENTENCE = /^[A-Z0-9“][^\n]*[.]$/;
const all: readonly (readonly [ClaimId, Claim])[] = CLAIM_IDS.map((id) => [id, CLAIMS[id]]);

/** `A` and 50: A01 … A50. */
function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
}

test('[INV-17] each sentence of the policies has one claim, in one sentence', () => {
  assert.deepEqual(CLAIM_IDS, [...numbered('A', 50), ...numbered('B', 127), ...numbered('P', 17)]);
  for (const [id, { text }] of all) assert.match(text, SENTENCE, id);
  const texts = all.map(([, { text }]) => text);
  assert.deepEqual(
    texts.filter((text, i) => texts.indexOf(text) !== i),
    [],
    'said twice',
  );
});

function groundOf(standing: Unresolved): string {
  switch (standing.kind) {
    case 'executable':
      return standing.probes.map((name) => PROBES[name].tries).join(' ');
    case 'organisational':
      return standing.register;
    case 'disclosure':
      return standing.says;
    case 'not-applicable':
      return standing.reason;
    case 'not-yet':
      return standing.missing;
  }
}

test('[INV-18] a claim stands on something that can be read', () => {
  for (const [id, claim] of all) assert.match(groundOf(standingOf(claim)), SENTENCE, id);
});

test('[INV-18] each probe tries a claim, and each resolution resolves one', () => {
  const tried = all.flatMap(([, claim]) => {
    const standing = standingOf(claim);
    return standing.kind === 'executable' ? standing.probes : [];
  });
  const idle = Object.keys(PROBES).filter((name) => !tried.some((probe) => probe === name));
  assert.deepEqual(idle, []);
  for (const [name, { family }] of Object.entries(PROBES)) assert.equal(name.split('/')[0], family);
  const used = new Set(all.flatMap(([, { stands }]) => (stands.kind === 'resolved' ? [stands.by] : [])));
  assert.deepEqual([...used].sort(), Object.keys(RESOLUTIONS));
});

test('[INV-19] no claim uses a forbidden word', () => {
  for (const [id, claim] of all)
    assert.deepEqual(faultsOfWording(`${claim.text} ${groundOf(standingOf(claim))}`), [], id);
  for (const bad of [
    'Transfers rest on the Privacy Shield.',
    'Statistics are anonymous.',
    'We are not responsible for our suppliers.',
    'Further use constitutes acceptance.',
    'Encryption is unbreakable.',
  ])
    assert.equal(faultsOfWording(bad).length, 1, bad);
});
