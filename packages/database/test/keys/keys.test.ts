import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import {
  backfill,
  findHolder,
  inTransaction,
  listActivity,
  recordActivity,
  startKeys,
} from '@smseal/database';
import { INVENTORY } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { AT_REST_TABLES, atRestColumns } from '../../src/keys/at-rest-columns.ts';
import { KeyCache } from '../../src/keys/key-cache.ts';
import { newAccount, randomId, TODAY } from '../sealed-account.ts';
import { newHolder, putSession } from './key-story.ts';

const { database, keyring } = await testDatabase({ after });

test('[INV-20] what the inventory calls encrypted is encrypted, and nothing else', () => {
  const listed = INVENTORY.filter(({ atRest }) => atRest === 'account').map(({ name }) => name);
  const held = AT_REST_TABLES.flatMap((table) => atRestColumns(table).map(({ full }) => full));
  assert.deepEqual(held.sort(), listed.sort());
});

test('a value opens in its own place, and nowhere else', async () => {
  const [mine, other] = [await newAccount(database), await newAccount(database)];
  const id = randomId();
  const row = { account_id: mine, id, target_sealed: randomBytes(48), account_sealed: randomBytes(48) };
  const [sealed] = await database.keys.seal('batch', [row]);
  assert.ok(sealed);
  assert.deepEqual(await database.keys.open('batch', [sealed]), [row]);
  await database.keys.seal('batch', [{ ...row, account_id: other }]);
  const swapped = { target_sealed: sealed.account_sealed, account_sealed: sealed.target_sealed };
  const flipped = Buffer.from(sealed.target_sealed);
  flipped[40] = (flipped[40] ?? 0) ^ 1;
  for (const moved of [{ id: randomId() }, swapped, { target_sealed: flipped }])
    await assert.rejects(database.keys.open('batch', [{ ...sealed, ...moved }]), { name: 'NotOpened' });
  await assert.rejects(database.keys.open('batch', [{ ...sealed, account_id: other }]));
});

test('a key that was made in a transaction that is undone is nobody’s', async () => {
  const account = await newAccount(database);
  await sql`DELETE FROM account_key WHERE account_id = ${account}`.execute(database);
  database.keys.forget(account);
  const row = { account_id: account, id: randomId(), ip: Buffer.from('192.0.2.7') };
  const undone = inTransaction(database, async (transaction) => {
    await transaction.keys.seal('activity', [row]);
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  const sealed = await database.keys.seal('activity', [row]);
  database.keys.close();
  assert.deepEqual(await database.keys.open('activity', sealed), [row]);
});

test('an account that is not there gets no key', async () => {
  const row = { account_id: randomId(), id: randomId(), ip: Buffer.from('192.0.2.7') };
  await assert.rejects(database.keys.seal('activity', [row]), { code: 'unauthenticated' });
});

test('several who make an account’s first keys at once make one of each', async () => {
  const account = await newAccount(database);
  await sql`DELETE FROM account_key WHERE account_id = ${account}`.execute(database);
  database.keys.close();
  const secrets = Array.from({ length: 6 }, () => randomBytes(32));
  const ids = await Promise.all(secrets.map((secret) => putSession(database, account, secret)));
  database.keys.close();
  const rows = await database
    .selectFrom('inbound_session')
    .selectAll()
    .where('account_id', '=', account)
    .execute();
  const opened = new Map((await database.keys.open('inbound_session', rows)).map(({ id, enc }) => [id, enc]));
  for (const [at, id] of ids.entries()) assert.deepEqual(opened.get(id), secrets[at]);
});

test('keys are kept in a bounded number, and wiped when they go', () => {
  const cache = new KeyCache({ most: 2 });
  const keys = [1, 2, 3].map((number) => {
    const key = Buffer.alloc(32, number);
    cache.put({ account: 'a', number, use: 'content', key });
    return key;
  });
  assert.equal(cache.get('a', 1), null);
  assert.deepEqual(keys[0], Buffer.alloc(32));
  assert.equal(cache.numberFor('a', 'content'), 3);
  cache.forget('a');
  assert.deepEqual(
    keys,
    [1, 2, 3].map(() => Buffer.alloc(32)),
  );
  const short = new KeyCache({ keptMs: 0 });
  short.put({ account: 'a', number: 1, use: 'content', key: Buffer.alloc(32, 1) });
  assert.equal(short.get('a', 1), null, 'nor for longer than it may be');
  short.clear();
});

test('what was stored before there were keys is read meanwhile, encrypted, and refused ever after', async () => {
  const { account, email, mobile } = await newHolder(database);
  const at = new Date('2026-11-22T10:00:00Z');
  await recordActivity(database, { account, action: 'sign-in', ip: '192.0.2.7', device: null, now: at });
  const secret = randomBytes(32);
  const session = await putSession(database, account, secret);
  await sql`DELETE FROM migration WHERE name = 'encrypted at rest'`.execute(database);
  const [text, wrap] = [(value: string) => Buffer.from(value), randomBytes(48)];
  await sql`
    UPDATE identity.holder SET email = ${text(email)}, mobile = ${text(mobile)}, password = ${text('$argon2id$x')},
      email_index = NULL, mobile_index = NULL WHERE account_id = ${account}`.execute(database);
  await sql`UPDATE activity SET ip = ${text('192.0.2.7')}, action = 'sign-out' WHERE account_id = ${account}`.execute(
    database,
  );
  const key = { account_id: account, recipient: 'root', scope: 'id', epoch: 1, stored: TODAY };
  await database
    .insertInto('sealed_key')
    .values({ ...key, enc: wrap, sealed: wrap })
    .execute();

  await startKeys(database, keyring, at.getTime());
  assert.equal((await findHolder(database, { email, mobile: null }))?.password, '$argon2id$x');
  const list = async () => (await listActivity(database, { account, after: null, limit: 9 })).entries;
  assert.equal((await list())[0]?.ip, '192.0.2.7', 'it is read as it is');
  assert.ok((await backfill(database)) >= 2);
  assert.equal((await list())[0]?.ip, '192.0.2.7', 'and when it is encrypted');
  assert.equal((await findHolder(database, { email: null, mobile }))?.email, email);
  const stored = await sql<{ row: string }>`
    SELECT h::text || a::text || k::text AS row FROM identity.holder h, activity a, sealed_key k
    WHERE h.account_id = ${account} AND a.account_id = ${account} AND k.account_id = ${account}`.execute(
    database,
  );
  for (const plain of [text(email), text(mobile), text('192.0.2.7'), text('$argon2id$x')])
    assert.ok(!stored.rows.some(({ row }) => row.includes(plain.toString('hex'))), plain.toString());
  const sealed = await database
    .selectFrom('sealed_key')
    .selectAll()
    .where('account_id', '=', account)
    .where('scope', '=', 'id')
    .execute();
  assert.deepEqual((await database.keys.open('sealed_key', sealed))[0]?.sealed, wrap);
  const sessions = await database
    .selectFrom('inbound_session')
    .selectAll()
    .where('id', '=', session)
    .execute();
  assert.deepEqual((await database.keys.open('inbound_session', sessions))[0]?.enc, secret);

  assert.equal(await backfill(database), 0);
  await sql`UPDATE activity SET ip = ${text('192.0.2.9')} WHERE account_id = ${account}`.execute(database);
  await assert.rejects(list(), { name: 'KeyDestroyed' });
});
