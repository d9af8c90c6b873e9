import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountErasure, ErasureView, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { againstFloor, atMost, quantile, told, type Extent, type Figure } from '../figure.ts';
import { seedAccount, seedSession, startServer, type RunningServer } from '../running-server.ts';
import { Others } from './others.ts';

const RECORDS = 1_000_000;
/** For a million, until its keys are destroyed and nobody reaches a row. */
const MOST_S = 10;
/** Others may wait so many times as long as without. */
const MOST_WAIT = 2;
const QUIET_MS = 15_000;
const OTHERS_RECORDS = 5_000;

/** The deletion of a large account, and what other accounts feel of it. */
export async function benchErase({ quick }: Extent): Promise<Figure[]> {
  const count = quick ? RECORDS / 20 : RECORDS;
  const server = await startServer();
  try {
    const [large] = await seedAccount(server.database, ['read', 'send', 'admit'], 2);
    const [other] = await seedAccount(server.database, ['read'], 1);
    if (!large || !other) throw new Error('no device was made');
    const { cookie, email } = await seedSession(server.database, large.account);
    await seedRecords(server, large.account, count);
    await seedRecords(server, other.account, OTHERS_RECORDS);
    await sql`VACUUM (ANALYZE) record`.execute(server.database);
    const others = new Others(server.url, other.token);
    await others.during(sleep(QUIET_MS / 5));
    const [, quiet] = await others.during(sleep(quick ? QUIET_MS / 5 : QUIET_MS));
    const [times, beside] = await others.during(erase(server, { cookie, email, token: large.token }));
    const records = count.toLocaleString('en');
    return [
      atMost({
        name: `deleting ${records} records, until shut`,
        value: times.shut,
        unit: 's',
        most: MOST_S,
        note: 'keys destroyed, no row reachable',
      }),
      told({
        name: `deleting ${records} records, until certified`,
        value: times.certified,
        unit: 's',
        note: 'rows removed, looked for by the verifier',
      }),
      againstFloor({
        name: 'p99 of others meanwhile',
        value: quantile(beside, 0.99),
        unit: 'ms',
        floor: quantile(quiet, 0.99),
        floorName: 'without',
        factor: MOST_WAIT,
      }),
    ];
  } finally {
    await server.stop();
  }
}

/** Records of the size of a text, made where they lie. */
async function seedRecords({ database }: RunningServer, account: Id, count: number): Promise<void> {
  await sql`
    INSERT INTO record (account_id, seq, author_seq, version, epoch, day, stored, kind, id, author, conversation, envelope)
    SELECT ${account}, n, n, 1, 1, date '2026-11-26' - n % 900, '2026-11-26', 'message',
      substr(md5('record ' || n), 1, 22), ${account}, substr(md5('conversation ' || n % 500), 1, 22),
      decode(repeat(md5(n::text), 16), 'hex')
    FROM generate_series(1, ${count}::int) AS n`.execute(database);
}

interface Large {
  cookie: string;
  email: string;
  /** Of one of its devices. */
  token: string;
}

/** Seconds from the holder's request on. */
interface Times {
  shut: number;
  certified: number;
}

async function erase({ url, origin }: RunningServer, { cookie, email, token }: Large): Promise<Times> {
  const start = performance.now();
  const since = (): number => (performance.now() - start) / 1_000;
  const bearer = (bearing: string) => ({ headers: { authorization: `Bearer ${bearing}` } });
  const asked = answerOf<AccountErasure>(`${url}/v1/account`, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify({ email }),
  });
  const shut = async (): Promise<number> => {
    while ((await fetch(`${url}/v1/devices`, bearer(token))).status !== 401) await sleep(20);
    return since();
  };
  const [seconds, erasure] = await Promise.all([shut(), asked]);
  for (let { state } = erasure; state !== 'certified';) {
    await sleep(100);
    ({ state } = await answerOf<ErasureView>(`${url}/v1/erasures/${erasure.id}`, bearer(erasure.token)));
  }
  return { shut: seconds, certified: since() };
}

async function answerOf<Body>(url: string, init: RequestInit): Promise<Body> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}
