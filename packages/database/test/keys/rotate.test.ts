import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import {
  findHolder,
  noteSignUp,
  openDatabase,
  openLink,
  readLink,
  rotateKeys,
  startKeys,
  finishSignUp,
  inTransaction,
  type RotationStep,
} from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { randomId } from '../sealed-account.ts';
import { DAY_MS, newHolder, rawCopy } from './key-story.ts';

const { url, database, keyring } = await testDatabase({ after });
/** Another server on the same database and keyring. */
const other = openDatabase(url, { connections: 3, keyring });
after(() => other.destroy());
let now = Date.parse('2026-11-22T12:00:00Z');
const people = [await newHolder(database), await newHolder(database)];

async function everybodyIsFound(): Promise<void> {
  for (const server of [database, other])
    for (const holder of people) {
      server.keys.close();
      assert.deepEqual(await findHolder(server, { email: holder.email, mobile: null }), holder);
      assert.deepEqual(await findHolder(server, { email: null, mobile: holder.mobile }), holder);
    }
}

const dayFiles = async () => (await keyring.list()).filter((name) => name.startsWith('day.'));

test('a day’s key is replaced once a day, and the one before is gone', async () => {
  const [first] = await dayFiles();
  assert.deepEqual(await rotateKeys({ database, keyring, now }), {
    day: '2026-11-22',
    accounts: people.length,
  });
  const files = await dayFiles();
  assert.equal(files.length, 1);
  assert.notEqual(files[0], first);
  assert.equal(await rotateKeys({ database, keyring, now }), null, 'it is today’s already');
  await everybodyIsFound();
  assert.notEqual(await rotateKeys({ database, keyring, now, force: true }), null);
  assert.equal((await dayFiles()).length, 1);
  await everybodyIsFound();
});

const STEPS: RotationStep[] = [
  'announced',
  'made',
  'current',
  'wrapped',
  'verified',
  'destroyed',
  'forgotten',
];

for (const step of STEPS)
  test(`cut off after “${step}”, everything still opens, servers start, and the next run ends it`, async () => {
    now += DAY_MS;
    const cut = rotateKeys({
      database,
      keyring,
      now,
      onStep: (done) => {
        if (done === step) throw new Error('cut off');
      },
    });
    await assert.rejects(cut, /cut off/);
    await everybodyIsFound();
    await startKeys(other, keyring, now);
    people.push(await newHolder(other));
    await rotateKeys({ database: other, keyring, now });
    const files = await dayFiles();
    assert.equal(files.length, 1);
    const { accountKeys } = await rawCopy(database);
    assert.deepEqual([...new Set(accountKeys.map((row) => row.day_key))], [files[0]?.split('.').at(-1)]);
    assert.equal((await database.selectFrom('day_key').selectAll().execute()).length, 1);
    await everybodyIsFound();
  });

test('a wrap that does not open keeps the old key, and says so', async () => {
  now += DAY_MS;
  const account = people[0]?.account ?? '';
  const spoil = (wrapped: Buffer) =>
    database.updateTable('account_key').set({ wrapped }).where('account_id', '=', account).execute();
  const kept = (await rawCopy(database)).accountKeys.find((row) => row.account_id === account)?.wrapped;
  await spoil(randomBytes(60));
  const before = await dayFiles();
  await assert.rejects(rotateKeys({ database, keyring, now }), { name: 'NotOpened' });
  assert.ok((await dayFiles()).includes(before[0] ?? '?'));
  await spoil(kept ?? Buffer.alloc(60));
  await rotateKeys({ database, keyring, now });
  await everybodyIsFound();
});

test('a new wrap that does not open keeps the old key until it is mended', async () => {
  now += DAY_MS;
  const [before] = await dayFiles();
  const onStep = (step: RotationStep): void => {
    if (step === 'wrapped') throw new Error('cut off');
  };
  await assert.rejects(rotateKeys({ database, keyring, now, onStep }), /cut off/);
  const account = people[0]?.account ?? '';
  const store = (wrapped: Buffer) =>
    database.updateTable('account_key').set({ wrapped }).where('account_id', '=', account).execute();
  const good = (await rawCopy(database)).accountKeys.find((row) => row.account_id === account)?.wrapped;
  await store(randomBytes(60));
  await assert.rejects(rotateKeys({ database, keyring, now }), { name: 'NotOpened' });
  assert.ok((await dayFiles()).includes(before ?? '?'));
  await store(good ?? Buffer.alloc(60));
  await rotateKeys({ database, keyring, now });
  assert.ok(!(await dayFiles()).includes(before ?? '?'));
  await everybodyIsFound();
});

test('servers make accounts while keys are replaced, and none is lost', async () => {
  const done = new AbortController();
  const making = (async () => {
    while (!done.signal.aborted) people.push(await newHolder(other));
  })();
  for (let turn = 0; turn < 5; turn++) await rotateKeys({ database, keyring, now, force: true });
  done.abort();
  await making;
  await everybodyIsFound();
});

test('a sign-up under way outlives the replacement', async () => {
  const [email, mobile, code] = ['new@example.org', '+46701234567', randomBytes(32)];
  const expires = new Date(now + DAY_MS);
  await noteSignUp(database, { email, mobile, code, now: new Date(now), expires });
  await rotateKeys({ database, keyring, now, force: true });
  // No server still has the old key in its memory.
  for (const server of [database, other]) server.keys.close();
  const account = randomId();
  const input = { account, email, code, policy: '0'.repeat(64), today: '2026-11-22' };
  assert.equal(await inTransaction(other, (transaction) => finishSignUp(transaction, input)), true);
  assert.equal((await findHolder(database, { email: null, mobile }))?.account, account);
});

test('a link under way outlives the replacement, and its name is nowhere in plain', async () => {
  const [account, id] = [randomId(), randomId()];
  const octets = randomBytes(32).toString('base64url');
  const given = { account, id, secret: randomBytes(32), commitment: octets, credential: octets };
  await openLink(database, { ...given, platform: 'phone', name: 'Pocket of Ida', now: new Date(now) });
  const { rows } = await sql<{ row: string }>`SELECT link::text AS row FROM link WHERE id = ${id}`.execute(
    database,
  );
  for (const form of ['Ida', Buffer.from('Ida').toString('hex')]) assert.ok(!rows[0]?.row.includes(form));
  await rotateKeys({ database, keyring, now, force: true });
  for (const server of [database, other]) server.keys.close();
  assert.equal((await readLink(other, id, new Date(now))).name, 'Pocket of Ida');
});

test('a clock turned back is no reason to keep a key', async () => {
  const back = now - 2 * DAY_MS;
  await assert.rejects(
    rotateKeys({ database, keyring, now: back }),
    /The clock says .*; set the clock right/,
  );
});
