import { createCipheriv, randomBytes } from 'node:crypto';
import { rotateKeys } from '@smseal/database';
import { sql } from 'kysely';
import { atMost, type Figure } from '../figure.ts';
import type { RunningServer } from '../running-server.ts';

const AT_ONCE = 10_000;
const WRAPPED = 60;
/** For a million. */
const MOST_S = 60;

/** A new day's key for many accounts, beside PostgreSQL's own part of it: the same rows changed by one statement. */
export async function measureRewrap(server: RunningServer, accounts: number): Promise<Figure[]> {
  await seedKeys(server, accounts);
  const { database, keyring } = server;
  const cpu = process.cpuUsage();
  const rewrap = await seconds(() => rotateKeys({ database, keyring, now: Date.now(), force: true }));
  const own = process.cpuUsage(cpu);
  const update = await seconds(() =>
    sql`UPDATE account_key SET wrapped = substring(wrapped FROM 2) || '\\x00'::bytea`.execute(database),
  );
  return [
    atMost({
      name: `a new day’s key for ${accounts.toLocaleString('en')} accounts`,
      value: rewrap,
      unit: 's',
      most: (MOST_S * accounts) / 1_000_000,
      floor: update,
      floorName: 'one UPDATE',
      note: `each unwrapped, wrapped and seen to open; ${((own.user + own.system) / 1e6).toFixed(1)} s of them ours`,
    }),
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

/** Accounts with keys as a server would have made them one by one, in the form of docs/explain/keys-at-rest.md. */
async function seedKeys({ database, keyring }: RunningServer, accounts: number): Promise<void> {
  const { id: day, day: date } = await database.selectFrom('day_key').selectAll().executeTakeFirstOrThrow();
  const dayKey = (await keyring.read(`day.${date}.${day}`)) ?? Buffer.alloc(0);
  for (let from = 0; from < accounts; from += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, accounts - from) }, () =>
      randomBytes(16).toString('base64url'),
    );
    const wrapped = Buffer.concat(ids.map((id) => wrap(dayKey, { day, id })));
    const named = `{${ids.join(',')}}`;
    await sql`
      WITH made AS (
        INSERT INTO account (id, stored) SELECT unnest(${named}::text[]), '2026-11-22' RETURNING 1
      )
      SELECT count(*) FROM made`.execute(database);
    await sql`
      INSERT INTO account_key (account_id, day_key, numbers, wrapped)
      SELECT g.id, ${day}, 0, substring(${wrapped}::bytea FROM (g.place::int - 1) * ${WRAPPED} + 1 FOR ${WRAPPED})
      FROM unnest(${named}::text[]) WITH ORDINALITY AS g (id, place)`.execute(database);
  }
}

function wrap(dayKey: Buffer, { day, id }: { day: string; id: string }): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', dayKey, nonce);
  cipher.setAAD(Buffer.from(`smseal/at-rest/1|11:account key|22:${day}|22:${id}`));
  const sealed = cipher.update(randomBytes(32));
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}
