import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLAIM_IDS, CLAIMS, PROBES, standingOf, type ProbeName } from '@smseal/inventory';
import { judgeClaims, type JudgedClaim, type ProbeResult } from '../src/index.ts';

const NOW = Date.UTC(2026, 10, 25);
const DAY_MS = 86_400_000;

function result(probe: ProbeName, given: Partial<ProbeResult> = {}): ProbeResult {
  return { probe, result: 'green', evidence: 'seen', at: NOW, ...given };
}

function judged(id: string, results: ProbeResult[]): JudgedClaim | undefined {
  return judgeClaims(results, NOW).find((claim) => claim.id === id);
}

test('a claim is green when all of its probes are, and as old as the oldest', () => {
  const results = [result('lint/sign-up-fields', { at: NOW - 90_000 }), result('introspect/unlisted-field')];
  assert.deepEqual(judged('P03', results), {
    id: 'P03',
    status: 'green',
    how: 'reported',
    age: 90,
    evidence: 'lint/sign-up-fields: seen; introspect/unlisted-field: seen',
  });
  assert.equal(judged('P13', [result('erase/account')])?.how, 'observed');
});

test('one red probe makes it red, whatever the others say', () => {
  const bad = result('introspect/unlisted-field', { result: 'red', evidence: 'took a name' });
  const claim = judged('P03', [result('lint/sign-up-fields'), bad]);
  assert.equal(claim?.status, 'red');
  assert.equal(claim.evidence, 'introspect/unlisted-field: took a name');
});

test('without a result, with one that could not be tried, or with an old one, it is stale', () => {
  const old = result('introspect/unlisted-field', { at: NOW - DAY_MS - 1 });
  const unproved = result('introspect/unlisted-field', { result: 'unproved', evidence: 'nobody answered' });
  for (const [results, why] of [
    [[], /introspect\/unlisted-field was not tried/],
    [[old], /tried too long ago/],
    [[unproved], /nobody answered/],
  ] as const) {
    const claim = judged('P03', [result('lint/sign-up-fields'), ...results]);
    assert.equal(claim?.status, 'stale');
    assert.match(claim.evidence, why);
  }
});

test('a newer result stands for an older one of the same probe', () => {
  const red = result('erase/account', { result: 'red', at: NOW - 1_000 });
  assert.equal(judged('P13', [result('erase/account'), red])?.status, 'green');
});

test('whatever is not tried says of itself what it is, and every claim is there', () => {
  const all = Object.keys(PROBES).map((probe) => result(probe as ProbeName));
  const claims = judgeClaims(all, NOW);
  assert.deepEqual(
    claims.map(({ id }) => id),
    CLAIM_IDS,
  );
  for (const claim of claims) {
    const { kind } = standingOf(CLAIMS[claim.id]);
    assert.equal(claim.status, kind === 'executable' ? 'green' : kind, claim.id);
    if (kind !== 'executable') assert.deepEqual([claim.how, claim.age], [null, null]);
    assert.notEqual(claim.evidence, '');
  }
});
