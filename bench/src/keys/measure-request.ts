import { randomBytes } from 'node:crypto';
import type { Database } from '@smseal/database';
import { MAX_POSTED_BATCHES, type Id, type PostBatch } from '@smseal/protocol';
import { againstFloor, type Figure } from '../figure.ts';
import { seedAccount, seedSession, type BenchDevice, type RunningServer } from '../running-server.ts';

const REQUESTS = 4_000;
const AT_ONCE = 8;
/** As many as one call takes. */
const BATCHES = MAX_POSTED_BATCHES;
const CALLS = 60;
/** Most that encryption may take of what a request takes. */
const SHARE = 0.15;

/**
 * A request that decrypts, and the posting of batches, which encrypts: of each the processor time that the keys take of it.
 * A session's request is the smallest that there is, so that its share is the largest.
 */
export async function measureRequest(server: RunningServer): Promise<Figure[]> {
  const { database } = server;
  const [device] = await seedAccount(database, ['send', 'deliver'], 1);
  if (!device) throw new Error('no device was made');
  const { cookie } = await seedSession(database, device.account);
  await ask(server, cookie, REQUESTS / 4);
  const before = await server.processorTime();
  await ask(server, cookie, REQUESTS);
  const request = (((await server.processorTime()) - before) / REQUESTS) * 1_000;
  return [
    againstFloor({
      name: 'decrypting the holder for a request',
      value: await openingHolder(database, device.account),
      unit: 'µs',
      floor: request,
      floorName: 'the request',
      factor: SHARE,
    }),
    againstFloor({
      name: `encrypting the keys of ${BATCHES} batches`,
      value: await sealingBatches(database, device.account),
      unit: 'µs',
      floor: await posting(server, device),
      floorName: 'their posting',
      factor: SHARE,
    }),
  ];
}

async function ask({ url }: RunningServer, cookie: string, count: number): Promise<void> {
  const one = async (): Promise<void> => {
    for (let n = 0; n < count / AT_ONCE; n++) {
      const answer = await fetch(`${url}/v1/session`, { headers: { cookie } });
      if (!answer.ok) throw new Error(`a session was answered with ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Processor time of this process, in µs, for one run of `work` among many. */
async function processorOf(runs: number, work: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < runs / 4; n++) await work();
  const start = process.cpuUsage();
  for (let n = 0; n < runs; n++) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / runs;
}

async function openingHolder(database: Database, account: Id): Promise<number> {
  const rows = await database
    .selectFrom('identity.holder')
    .selectAll()
    .where('account_id', '=', account)
    .execute();
  return processorOf(REQUESTS, () => database.keys.open('identity.holder', rows));
}

async function sealingBatches(database: Database, account: Id): Promise<number> {
  const rows = Array.from({ length: BATCHES }, () => ({
    account_id: account,
    id: randomBytes(16).toString('base64url'),
    target_sealed: randomBytes(48),
    account_sealed: randomBytes(48),
  }));
  return processorOf(REQUESTS / 8, () => database.keys.seal('batch', rows));
}

/** The server's processor time for a posting of many batches of a hundred texts, in µs. */
async function posting(server: RunningServer, device: BenchDevice): Promise<number> {
  const headers = { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' };
  const post = async (calls: number): Promise<void> => {
    for (let n = 0; n < calls; n++) {
      const batches = Array.from({ length: BATCHES }, () => newBatch(device));
      const body = JSON.stringify({ batches, claims: [], lease: false });
      const answer = await fetch(`${server.url}/v1/outbox/requests`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`batches were answered with ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await post(CALLS / 4);
  const before = await server.processorTime();
  await post(CALLS);
  return (((await server.processorTime()) - before) / CALLS) * 1_000;
}

function newBatch({ id }: BenchDevice): PostBatch {
  const octets = (length: number): string => randomBytes(length).toString('base64url');
  const wrap = () => ({ enc: octets(32), sealed: octets(48) });
  return {
    id: octets(16),
    target: id,
    poolKey: null,
    author: id,
    epoch: 1,
    priority: 5,
    notBefore: null,
    expires: new Date(Date.now() + 3_600_000).toISOString(),
    count: 100,
    // Suite, key's name, nonce and tag, and what a hundred short texts come to.
    envelope: Buffer.concat([Buffer.of(1), randomBytes(32 + 12 + 16 * 1024 + 16)]).toString('base64url'),
    targetWrap: wrap(),
    accountWrap: wrap(),
    signature: octets(64),
  };
}
