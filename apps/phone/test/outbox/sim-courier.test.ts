import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ApiClient, mapSms, type ProviderRow } from '@smseal/client';
import type { MessagePayload, TextState } from '@smseal/protocol';
import { startRehearsal, type Rehearsal } from '@smseal/testkit/rehearsal';
import { Journal } from '../../src/journal/journal.ts';
import { phoneContext } from '../../src/message/phone-context.ts';
import { JournalOutboxMemory } from '../../src/outbox/journal-outbox-memory.ts';
import { SimCourier } from '../../src/outbox/sim-courier.ts';
import { HttpSource } from '../../src/source/http-source.ts';
import { until } from '../until.ts';

const NOW = Date.now();
const FRIEND = '+14155550195';
const REFUSING = '+14155550190';
let now = NOW;
const journal = new Journal(':memory:', randomBytes(32));
const memory = new JournalOutboxMemory(journal);
let rehearsal: Rehearsal;
let courier: SimCourier;

before(async () => {
  // A clock that stands still: everything happens in the same millisecond.
  rehearsal = await startRehearsal({
    counts: { messages: 1, contacts: 1, calls: 1 },
    pace: 0,
    answers: false,
    now: () => NOW,
  });
  courier = newCourier();
});
after(() => rehearsal.stop());

test('equal texts that leave in the same millisecond have a row each, and keep it when the rows are read again', async () => {
  await send('equal', [FRIEND, FRIEND]);
  const claims = rowsSaying('equal', await sentRows(2)).map((row) => claim(row));
  assert.deepEqual(claims.toSorted(), ['equal:0', 'equal:1']);
  assert.deepEqual(
    rowsSaying('equal', await sentRows(2)).map((row) => claim(row)),
    claims,
  );
});

test('a row is of the text that left, not of an equal one that was refused before', async () => {
  await send('again', [FRIEND]);
  await memory.report('again', [{ index: 0, at: new Date(NOW).toISOString(), state: 'failed' }]);
  await send('again', [FRIEND, FRIEND], { from: 1 });
  const [row] = rowsSaying('again', await sentRows(4));
  assert.ok(row);
  assert.equal(claim(row), 'again:1');
});

test('what was written on the phone itself is of no text', async () => {
  rehearsal.handset.recordSent({ to: FRIEND, text: 'by hand', slot: 0, failed: false });
  const [row] = rowsSaying('by hand', await sentRows(5));
  assert.ok(row);
  assert.equal(claim(row), null);
});

test('a text that the network refuses has no row', async () => {
  await send('refused', [REFUSING]);
  assert.deepEqual(rowsSaying('refused', await sentRows(5)), []);
});

test('what was handed over before the radio was heard, and has no row, is unknown; the rest is not', async () => {
  await send('unheard', [REFUSING]);
  await send('with a row', [FRIEND]);
  const [row] = rowsSaying('with a row', await sentRows(6));
  now = NOW + 10_000;
  const next = newCourier();
  next.hearing();
  assert.ok(row);
  assert.equal(claim(row, next), 'with a row:0');
  now = NOW + 20_000;
  await send('later', [REFUSING], { by: next });
  await next.settleUnheard(NOW + 9_999);
  assert.equal(told('unheard'), 'submitted');
  await next.settleUnheard(NOW + 10_001);
  assert.deepEqual(['unheard', 'with a row', 'later'].map(told), ['unknown', 'sent', 'submitted']);
});

function newCourier(): SimCourier {
  return new SimCourier({
    api: new ApiClient({ origin: 'http://127.0.0.1:9' }),
    source: new HttpSource(rehearsal.handsetUrl),
    journal,
    memory,
    context: () => phoneContext(rehearsal.handset.device()),
    now: () => now,
    reported: () => undefined,
  });
}

function told(batch: string): TextState | null {
  return memory.told({ batch, index: 0 });
}

/** Sends the batch's own name to each, from the given place on. */
async function send(
  batch: string,
  to: readonly string[],
  { from = 0, by = courier }: { from?: number; by?: SimCourier } = {},
): Promise<void> {
  const contentKey = new Uint8Array(32);
  const expires = new Date(NOW + 3_600_000).toISOString();
  await memory.remember({ batch, lease: 'lease', expires, contentKey, lastSegment: -1 });
  for (let index = from; index < to.length; index++) {
    await memory.leaving({ batch, index });
    await by.send({ to: [to[index] ?? FRIEND], text: batch, simSlot: 0 }, { batch, index });
    await memory.report(batch, [{ index, at: new Date(NOW).toISOString(), state: 'submitted' }]);
  }
}

/** Rows of the sent box beside the history's, once there are so many. */
function sentRows(count: number): Promise<ProviderRow[]> {
  return until(() => {
    const rows = rehearsal.handset.query({ uri: 'content://sms/sent', selection: `date = ${NOW}` });
    return rows.length >= count ? rows : undefined;
  });
}

function rowsSaying(text: string, rows: readonly ProviderRow[]): ProviderRow[] {
  return rows.filter((row) => row['body'] === text);
}

function claim(row: ProviderRow, by = courier): string | null {
  const payload = mapSms(row, phoneContext(rehearsal.handset.device())) as MessagePayload;
  return by.batchOf(payload, `sms/${row['_id']}`);
}
