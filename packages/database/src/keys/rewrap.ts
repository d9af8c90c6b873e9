import { sql } from 'kysely';
import { arrayLiteral } from '../record/array-literal.ts';
import { accountKeyPlace, type AccountKeyRow, type Executor } from './account-key.ts';
import { forManyValues, openOctets, sealOctets } from './cipher.ts';
import type { DayKeys } from './day-keys.ts';
import { placeOctets } from './place.ts';

const ROWS = 5_000;
const WRAPPED = 60;

/** Wraps every account's key anew under a day's key, some thousands at a time. @returns how many were under others. */
export async function rewrapAccountKeys(database: Executor, days: DayKeys, current: string): Promise<number> {
  let count = 0;
  let after = '';
  for (;;) {
    const last = await database.transaction().execute(async (transaction) => {
      const { rows } = await sql<AccountKeyRow>`
        SELECT account_id, day_key, wrapped FROM account_key
        WHERE account_id > ${after} AND day_key <> ${current} ORDER BY account_id LIMIT ${ROWS}
        FOR UPDATE`.execute(transaction);
      if (rows.length > 0) await store(transaction, current, await rewrap(days, rows, current));
      count += rows.length;
      return rows.length < ROWS ? null : rows.at(-1)?.account_id;
    });
    if (!last) return count;
    after = last;
  }
}

interface Rewrapped {
  accounts: string[];
  wrapped: Buffer;
}

async function rewrap(days: DayKeys, rows: readonly AccountKeyRow[], current: string): Promise<Rewrapped> {
  const run: Buffer[] = [];
  for (const [dayKey, group] of Map.groupBy(rows, (row) => row.day_key))
    await days.use(dayKey, (octets) => {
      const day = forManyValues(octets);
      for (const { account_id: account, wrapped } of group)
        run.push(openOctets(day, wrapped, accountKeyPlace(dayKey, account)));
    });
  const ordered = [...Map.groupBy(rows, (row) => row.day_key).values()].flat();
  return days.use(current, (octets) => {
    const day = forManyValues(octets);
    const wrapped = Buffer.concat(
      ordered.map(({ account_id: account }, at) => {
        const key = run[at] ?? Buffer.alloc(0);
        const wrap = sealOctets(day, key, { place: accountKeyPlace(current, account) });
        key.fill(0);
        return wrap;
      }),
    );
    return { accounts: ordered.map((row) => row.account_id), wrapped };
  });
}

async function store(
  transaction: Executor,
  current: string,
  { accounts, wrapped }: Rewrapped,
): Promise<void> {
  await sql`
    UPDATE account_key SET day_key = ${current},
      wrapped = substring(${wrapped}::bytea FROM (g.place::int - 1) * ${WRAPPED} + 1 FOR ${WRAPPED})
    FROM unnest(${arrayLiteral(accounts)}::text[]) WITH ORDINALITY AS g (account_id, place)
    WHERE account_key.account_id = g.account_id`.execute(transaction);
}

/** Opens every account's key under the current day's. @throws NotOpened; Error where one lies under another. */
export async function verifyAccountKeys(database: Executor, days: DayKeys, current: string): Promise<number> {
  let count = 0;
  for (let after = ''; ;) {
    const { rows } = await sql<AccountKeyRow>`
      SELECT account_id, day_key, wrapped FROM account_key
      WHERE account_id > ${after} ORDER BY account_id LIMIT ${ROWS}`.execute(database);
    await days.use(current, (octets) => {
      const day = forManyValues(octets);
      for (const { account_id: account, day_key: dayKey, wrapped } of rows) {
        if (dayKey !== current) throw new Error('an account’s key was wrapped under a key that is retiring');
        openOctets(day, wrapped, accountKeyPlace(current, account)).fill(0);
      }
    });
    count += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < ROWS) return count;
    after = last.account_id;
  }
}

/** Octets of the header of what is sealed under a day's key: its form and the key's id. */
const DAY_HEADER = 17;

/** Columns that lie directly under a day's key, and what names their rows: sign-ups and links under way, which are few. */
const UNDER_DAY = [
  { table: 'identity.sign_up', column: 'mobile', key: 'email_index' },
  { table: 'link', column: 'name', key: 'id' },
  { table: 'link', column: 'reveal', key: 'id' },
] as const;

/** Encrypts anew what lies directly under a day's key. */
export async function sealForNewDay(database: Executor, days: DayKeys, current: string): Promise<void> {
  for (const one of UNDER_DAY)
    await database
      .transaction()
      .execute((transaction) => sealColumn({ executor: transaction, days }, one, current));
}

async function sealColumn(
  { executor, days }: { executor: Executor; days: DayKeys },
  { table, column, key }: (typeof UNDER_DAY)[number],
  current: string,
): Promise<void> {
  const { rows } = await sql<{ key: string | Buffer; value: Buffer }>`
    SELECT ${sql.ref(key)} AS key, ${sql.ref(column)} AS value FROM ${sql.table(table)}
    WHERE ${sql.ref(column)} IS NOT NULL ORDER BY ${sql.ref(key)} FOR UPDATE`.execute(executor);
  for (const { key: name, value } of rows) {
    const day = value.subarray(1, DAY_HEADER).toString('base64url');
    if (day === current) continue;
    const place = placeOctets(table, column, typeof name === 'string' ? name : name.toString('base64url'));
    const plain = await days.use(day, (octets) => openOctets(octets, value.subarray(DAY_HEADER), place));
    const header = Buffer.concat([value.subarray(0, 1), Buffer.from(current, 'base64url')]);
    const fresh = await days.use(current, (octets) => sealOctets(octets, plain, { place, header }));
    await sql`
      UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${fresh} WHERE ${sql.ref(key)} = ${name}`.execute(
      executor,
    );
  }
}
