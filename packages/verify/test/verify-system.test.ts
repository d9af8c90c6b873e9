/** A service that its keeper tries with one call: everything that a run sets up for it, and what it leaves behind. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { rotateKeys } from '@smseal/database';
import type { ClaimId } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem, type System } from '@smseal/testkit/system';
import { openReader, verifySystem, type JudgedClaim } from '../src/index.ts';
import { findChromium } from '../src/browser/chromium.ts';
import { takeRun } from '../src/system/run-lock.ts';

const RELEASE = new URL('../../../', import.meta.url).pathname;
const LEFT = {
  email: 'left-behind@verify.example',
  mobile: '+12015550199',
  password: 'never set, for it was cut off',
};

const SKIP_BROWSER = { skip: findChromium(process.env) === null && 'no Chromium on this machine' };

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

  test('sends nobody a text by its own way for notices', () => {
    const told = system.linesOf('rehearsal').filter((line) => line.startsWith('Text to '));
    assert.deepEqual(
      told.filter((line) => !line.includes(LEFT.mobile)),
      [],
    );
  });

  test('keeps in a real browser what is listed, and nothing before or after', SKIP_BROWSER, () => {
    for (const id of ['A28', 'A41', 'B48', 'B56', 'B57', 'B59', 'B73'] as const)
      assert.equal(of(id)?.status, 'green', `${id}: ${of(id)?.evidence}`);
  });

  test('erases what is deleted on a phone or by a device, and the account itself, and certifies it', () => {
    for (const id of ['A32', 'B29', 'B31', 'B32', 'P14'] as const)
      assert.equal(of(id)?.status, 'green', `${id}: ${of(id)?.evidence}`);
  });

  test('keeps its promises to people who are texted, and to whom it is set up for', () => {
    for (const id of ['A21', 'A22', 'A23', 'P06', 'B46', 'B47', 'B82', 'B83', 'B84', 'P16'] as const)
      assert.equal(of(id)?.status, 'green', `${id}: ${of(id)?.evidence}`);
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

test('a service is tried once at a time, and a run that died stands in nobody’s way', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-run-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'run.pid'), '4194304');
  const giveBack = await takeRun(folder);
  let isTaken = false;
  const second = takeRun(folder).then((give) => {
    isTaken = true;
    return give;
  });
  await sleep(200);
  assert.equal(isTaken, false);
  await giveBack();
  await (
    await second
  )();
});
