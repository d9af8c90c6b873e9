import { randomBytes } from 'node:crypto';
import type { Database } from '@smseal/database';
import type { SealedRecord } from '@smseal/protocol';
import { Decoder } from 'cbor-x';
import { sql } from 'kysely';
import { againstFloor, atMost, type Figure } from './figure.ts';
import { seedDevice, startServer, type BenchDevice, type RunningServer } from './running-server.ts';

const MESSAGES = 100_000;
const AT_ONCE = 1_000;
const MEBI = 1024 * 1024;

/** Upload of sealed messages through the API beside `COPY` of the same rows; then the same account's cold start. */
export async function benchUpload(): Promise<Figure[]> {
  const server = await startServer();
  try {
    await upload(server, await seedDevice(server.database, ['read']), 2 * AT_ONCE);
    const device = await seedDevice(server.database, ['read']);
    const uploadMs = await upload(server, device, MESSAGES);
    const memory = (await server.peakMemory()) / MEBI;
    const copyMs = await copySameRows(server.database, device);
    const selectMs = await selectSameRows(server.database, device);
    const cold = await coldStart(server, device);
    return [
      againstFloor({
        name: 'upload of 100,000 sealed messages',
        value: uploadMs,
        unit: 'ms',
        floor: copyMs,
        floorName: 'COPY',
        factor: 3,
      }),
      againstFloor({
        name: 'cold start of 100,000 messages, CBOR',
        value: cold.elapsed,
        unit: 'ms',
        floor: selectMs,
        floorName: 'one SELECT',
        factor: 4,
      }),
      atMost({
        name: 'server’s processor time for that cold start',
        value: cold.processor,
        unit: 'ms',
        most: 1_000,
      }),
      atMost({ name: 'server memory during upload', value: memory, unit: 'MiB', most: 300 }),
    ];
  } finally {
    await server.stop();
  }
}

/** Posts messages page by page, as a device does; bodies are made before the clock starts. @returns ms. */
async function upload(server: RunningServer, device: BenchDevice, count: number): Promise<number> {
  const bodies: string[] = [];
  for (let from = 0; from < count; from += AT_ONCE)
    bodies.push(
      JSON.stringify({ records: Array.from({ length: AT_ONCE }, (_, i) => message(device, from + i)) }),
    );
  const headers = { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' };
  const start = performance.now();
  for (const body of bodies) {
    const answer = await fetch(`${server.url}/v1/records`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`upload answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }
  return performance.now() - start;
}

const id = () => randomBytes(16).toString('base64url');
const CONVERSATIONS = Array.from({ length: 300 }, id);
/** Padded content of short, middling and long texts. */
const CONTENTS = [256, 256, 320, 384, 512];

/** A message with the form and size of a sealed one, newest first as a phone sends them. */
function message(device: BenchDevice, place: number): SealedRecord {
  const envelope = randomBytes(1 + 32 + 12 + (CONTENTS[place % CONTENTS.length] ?? 256) + 16);
  envelope[0] = 1;
  return {
    kind: 'message',
    id: id(),
    version: 1,
    epoch: 1,
    author: device.id,
    authorSeq: place + 1,
    envelope: envelope.toString('base64url'),
    conversation: CONVERSATIONS[place % CONVERSATIONS.length] ?? id(),
    day: new Date(Date.UTC(2026, 10, 22) - Math.floor(place / 40) * 86_400_000).toISOString().slice(0, 10),
  };
}

/** `COPY` of the rows just uploaded, into a table with the same indexes in the same PostgreSQL. @returns ms. */
async function copySameRows(database: Database, device: BenchDevice): Promise<number> {
  const { rows } = await sql<{ data_directory: string }>`SHOW data_directory`.execute(database);
  const file = sql.lit(`${rows[0]?.data_directory}/bench-rows.bin`);
  await sql`CREATE TABLE bench_copy (LIKE record INCLUDING ALL)`.execute(database);
  await sql`
    COPY (SELECT * FROM record WHERE account_id = ${sql.lit(device.account)} ORDER BY seq) TO ${file} (FORMAT binary)`.execute(
    database,
  );
  const start = performance.now();
  await sql`COPY bench_copy FROM ${file} (FORMAT binary)`.execute(database);
  return performance.now() - start;
}

/** The same rows in the same order by one statement through the same driver. @returns ms. */
async function selectSameRows(database: Database, device: BenchDevice): Promise<number> {
  const start = performance.now();
  await sql`
    SELECT kind, id, version, epoch, author, author_seq, conversation, day, envelope FROM record
    WHERE account_id = ${device.account} AND kind = 'message' ORDER BY day DESC, id`.execute(database);
  return performance.now() - start;
}

/** Reads every page as octets. @returns ms, by the clock of who asks and of the server's processor. */
async function coldStart(
  server: RunningServer,
  device: BenchDevice,
): Promise<{ elapsed: number; processor: number }> {
  const before = await server.processorTime();
  const headers = { authorization: `Bearer ${device.token}`, accept: 'application/cbor' };
  const decoder = new Decoder({ useRecords: false, mapsAsObjects: true });
  let elapsed = 0;
  let read = 0;
  for (let after = ''; ;) {
    const start = performance.now();
    const answer = await fetch(`${server.url}/v1/records?kind=message${after}`, { headers });
    const octets = new Uint8Array(await answer.arrayBuffer());
    elapsed += performance.now() - start;
    const page = decoder.decode(octets) as { records: unknown[]; next: string | null };
    read += page.records.length;
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  if (read !== MESSAGES) throw new Error(`the cold start read ${read} messages`);
  return { elapsed, processor: (await server.processorTime()) - before };
}
