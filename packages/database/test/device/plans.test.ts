import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  findDeviceByCredential,
  findEnded,
  inTransaction,
  listDevices,
  markSeen,
  readChainPage,
  readGreeting,
  readLink,
  readPendingLinks,
  readSealedKeys,
  type Database,
  type Tables,
} from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

const closing: (() => Promise<void>)[] = [];
const { url, database: plain } = await testDatabase({ after: (finish) => void closing.push(finish) });

/** What is run is noted, so that the very statements can be explained. */
const ran: CompiledQuery[] = [];
const pool = new pg.Pool({ connectionString: url, max: 2 });
// A connection that is on its way out may still hear that its database is dropped.
pool.on('connect', (client) => client.on('error', () => undefined));
const watched = new Kysely<Tables>({
  dialect: new PostgresDialect({ pool }),
  log: ({ query }) => void ran.push(query),
});
const database: Database = Object.assign(watched, { keys: plain.keys });
after(async () => {
  await database.destroy();
  for (const finish of closing) await finish();
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** Tables that a statement reads from end to end. */
async function readWhole(query: CompiledQuery): Promise<string[]> {
  const explain = CompiledQuery.raw(`EXPLAIN (FORMAT JSON) ${query.sql}`, [...query.parameters]);
  const { rows } = await plain.executeQuery<{ 'QUERY PLAN': { Plan: Plan }[] }>(explain);
  const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
  const [found] = rows[0]?.['QUERY PLAN'] ?? [];
  assert.ok(found, query.sql);
  return flat(found.Plan).flatMap((plan) =>
    plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? '?'] : [],
  );
}

const account = 'A'.repeat(22);
const device = { account, id: '1'.padStart(22, 'd') };
const credential = createHash('sha256').update('1').digest();

before(async () => {
  await sql`INSERT INTO account (id, stored) SELECT lpad(i::text, 22, 'a'), '2026-11-22' FROM generate_series(1, 5000) AS i`.execute(
    plain,
  );
  await sql`INSERT INTO account (id, stored) VALUES (${account}, '2026-11-22')`.execute(plain);
  await sql`
    INSERT INTO device (account_id, id, platform, can, credential, admitted, stored)
    SELECT CASE WHEN i <= 5 THEN ${account} ELSE lpad((i % 5000 + 1)::text, 22, 'a') END, lpad(i::text, 22, 'd'),
      'browser', '{read}', sha256(i::text::bytea), 1, '2026-11-22'
    FROM generate_series(1, 20000) AS i`.execute(plain);
  await sql`
    INSERT INTO chain_entry (account_id, index, body, signature, stored)
    SELECT a.id, i, '{}', 'x', '2026-11-22' FROM account a, generate_series(0, 3) AS i
    WHERE a.id <> ${account}`.execute(plain);
  await sql`
    INSERT INTO sealed_key (account_id, recipient, scope, epoch, enc, sealed, stored)
    SELECT account_id, id, 'epoch', e, 'x', 'x', '2026-11-22' FROM device, generate_series(1, 2) AS e
    WHERE account_id <> ${account}`.execute(plain);
  const own = { account_id: account, stored: '2026-11-22' };
  const entries = [0, 1, 2, 3].map((index) => ({
    ...own,
    index,
    body: Buffer.from('{}'),
    signature: Buffer.from('x'),
  }));
  const keys = [1, 2].map((epoch) => ({
    ...own,
    recipient: device.id,
    scope: 'epoch',
    epoch,
    enc: Buffer.alloc(32),
    sealed: Buffer.alloc(48),
  }));
  await plain
    .insertInto('chain_entry')
    .values(await plain.keys.seal('chain_entry', entries))
    .execute();
  await plain
    .insertInto('sealed_key')
    .values(await plain.keys.seal('sealed_key', keys))
    .execute();
  await sql`
    INSERT INTO link (account_id, id, secret, platform, name, commitment, credential, state, expires, stored)
    SELECT id, id, 'x', 'browser', 'Test', 'x', 'x', 'waiting', now(), '2026-11-22' FROM account`.execute(
    plain,
  );
  await inTransaction(plain, async (transaction) => {
    const place = { table: 'link', column: 'name', row: account };
    const name = await transaction.keys.sealForDay(place, Buffer.from('Test'));
    await transaction.updateTable('link').set({ name }).where('id', '=', account).execute();
  });
});

const HOT: Record<string, () => Promise<unknown>> = {
  'who a token is': () => findDeviceByCredential(database, credential),
  'the day of the last request': () => markSeen(database, device, '2026-11-22'),
  'where an account stands': () => readGreeting(database, device),
  'the chain': () => readChainPage(database, account, 0),
  'a device’s keys': () => readSealedKeys(database, account, device.id),
  'an account’s devices': () => listDevices(database, account),
  'who of the connected has to go': () => findEnded(database, [device]),
  'a link': () => readLink(database, account, new Date()),
  'pending links': () => readPendingLinks(database, account, new Date()),
};

for (const analysed of [false, true])
  for (const [name, run] of Object.entries(HOT))
    test(`${name}: no table is read whole, ${analysed ? 'with' : 'without'} statistics`, async () => {
      if (analysed) await sql`ANALYZE`.execute(plain);
      ran.length = 0;
      await run();
      const statements = ran.filter(({ sql: text }) => /^\s*(select|update)/i.test(text));
      assert.ok(statements.length > 0);
      for (const statement of statements) assert.deepEqual(await readWhole(statement), [], statement.sql);
    });
