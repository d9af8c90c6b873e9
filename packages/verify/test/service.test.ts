/** Every probe of the service itself that a stranger or its keeper can run, against a whole running service. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rotateKeys } from '@smseal/database';
import { PROBES, type ProbeName } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem, type System } from '@smseal/testkit/system';
import { judgeClaims, openReader, runProbes, ThrowawayAccount, type ProbeResult } from '../src/index.ts';

const EMAIL = 'throwaway@mail.example';
const MOBILE = '+447700900555';
const SPARE = '+447700900556';

const database = await testDatabase({ after });

describe('a running service', () => {
  let system: System;
  let results: ProbeResult[];
  const of = (probe: ProbeName): ProbeResult | undefined => results.find((result) => result.probe === probe);

  before(async () => {
    // The test's keyring is as old as its clock may be; a service replaces its own every day.
    await rotateKeys({ ...database, now: Date.now() });
    system = await startSystem({ programs: ['rehearsal', 'server'], database });
    const site = { origin: system.origin };
    const code = (after: number) => system.oneTimePassword(MOBILE, after);
    const account = await ThrowawayAccount.signUp(site, {
      email: EMAIL,
      mobile: MOBILE,
      code,
      spare: { mobile: SPARE, code: (after) => system.oneTimePassword(SPARE, after) },
    });
    const reader = await openReader(database.url);
    results = await runProbes({ url: site, account, database: reader, home: system.home });
    await reader.close();
  });
  after(() => system?.stop());

  test('is what it claims, wherever it can be tried without TLS', () => {
    const untried = new Set([
      'tls/old-versions',
      'tls/strict-transport',
      'introspect/logs',
      'introspect/log-age',
      // Neither its keyring nor its backups are in this system's home; `verify-system.test.ts` has both.
      'introspect/keyring',
      'introspect/backup-age',
      'introspect/closed-copies',
      'introspect/backup-trial',
    ]);
    for (const { probe, result, evidence } of results)
      assert.equal(result, untried.has(probe) ? 'unproved' : 'green', `${probe}: ${evidence}`);
    const given: ReadonlySet<string> = new Set(['url', 'account', 'database', 'home']);
    const triable = Object.values(PROBES).filter(({ needs }) => given.has(needs));
    assert.equal(results.length, triable.length);
  });

  test('has a table of claims in which none is red', () => {
    const claims = judgeClaims(results, Date.now());
    assert.equal(claims.length, 194);
    assert.deepEqual(
      claims.filter(({ status }) => status === 'red'),
      [],
    );
    const green = claims.filter(({ status }) => status === 'green');
    assert.ok(green.length >= 30, `${green.length} are green`);
    assert.equal(claims.find(({ id }) => id === 'P13')?.how, 'observed');
  });

  test('leaves nothing of the throw-away account', async () => {
    assert.equal(of('erase/account')?.result, 'green');
    const reader = await openReader(database.url);
    const [{ count } = { count: '' }] = await reader.rows<{ count: string }>('SELECT count(*) FROM account');
    await reader.close();
    assert.equal(count, '0');
  });

  test('is read by a reader that cannot write', async () => {
    const reader = await openReader(database.url);
    await assert.rejects(reader.rows('CREATE TABLE note (word text)'), /read-only/);
    await reader.close();
  });
});
