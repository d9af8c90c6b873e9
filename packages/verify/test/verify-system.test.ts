/** A service that its keeper tries with one call: everything that a run sets up for it, and what it leaves behind. */
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { rotateKeys } from '@smseal/database';
import type { ClaimId } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem, type System } from '@smseal/testkit/system';
import { openReader, verifySystem, type JudgedClaim } from '../src/index.ts';

const RELEASE = new URL('../../../', import.meta.url).pathname;
const LEFT = {
  email: 'left-behind@verify.example',
  mobile: '+12015550199',
  password: 'never set, for it was cut off',
};

const database = await testDatabase({ after });

describe('a service that is tried by its keeper', () => {
  let system: System;
  let claims: readonly JudgedClaim[];
  const lacking: string[] = [];
  const of = (id: ClaimId): JudgedClaim | undefined => claims.find((claim) => claim.id === id);
  const verify = () =>
    verifySystem(
      {
        release: RELEASE,
        origin: system.origin,
        home: system.home,
        databaseUrl: database.url,
        env: { ...process.env, SMSEAL_KEYRING: `file:${database.keyring.where}` },
      },
      { lacking: (sentence) => void lacking.push(sentence) },
    );

  before(async () => {
    await rotateKeys({ ...database, now: Date.now() });
    system = await startSystem({ programs: ['rehearsal', 'server'], database });
    await signUpAndStop(system);
    ({ claims } = await verify());
  });
  after(() => system?.stop());

  test('is as claimed wherever it was tried, and all that it takes was there', () => {
    assert.deepEqual(lacking, []);
    assert.deepEqual(
      claims.filter(({ status }) => status === 'red'),
      [],
    );
  });

  test('is tried over TLS although it has none itself, and with an account', () => {
    for (const id of ['A08', 'B07', 'B99', 'P15', 'B58', 'P04', 'P13', 'A10', 'B38'] as const)
      assert.equal(of(id)?.status, 'green', `${id}: ${of(id)?.evidence}`);
    assert.match(of('B58')?.evidence ?? '', /Secure/);
  });

  test('keeps nobody of a run, nor of one that was cut off, and no file of it', async () => {
    const reader = await openReader(database.url);
    const [{ count } = { count: '' }] = await reader.rows<{ count: string }>('SELECT count(*) FROM account');
    await reader.close();
    assert.equal(count, '0');
    assert.deepEqual(await readdir(path.join(system.home, 'verify')), []);
  });

  test('is tried once at a time', async () => {
    const both = await Promise.all([verify(), verify()]);
    for (const results of both)
      assert.deepEqual(
        results.claims.filter(({ status }) => status === 'red'),
        [],
      );
    assert.deepEqual(lacking, []);
  });
});

/** What a run leaves that is cut off between the code and the password. */
async function signUpAndStop({ origin, home, oneTimePassword }: System): Promise<void> {
  const { email, mobile } = LEFT;
  const post = async (where: string, body: object): Promise<void> => {
    const answer = await fetch(origin + where, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, await answer.text());
  };
  await post('/v1/sign-up', { email, mobile });
  await post('/v1/sign-up/confirm', { email, code: await oneTimePassword(mobile) });
  await mkdir(path.join(home, 'verify'), { mode: 0o700 });
  await writeFile(path.join(home, 'verify', 'account.json'), JSON.stringify(LEFT), { mode: 0o600 });
}
