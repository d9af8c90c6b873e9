import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BatchContent, BatchView, PostBatch } from '@smseal/protocol';
import { sealBatch, SealError, type DayKey } from '@smseal/seal';
import { BatchReader, type BatchReaderOptions } from '../../src/message/batch-reader.ts';
import { viewMessage } from '../../src/message/view-message.ts';
import type { DayKeys } from '../../src/pool/day-keys.ts';
import { PoolServer } from './pool-server.ts';

const DAY_MS = 86_400_000;
const CONTENT: BatchContent = {
  v: 1,
  createdAt: '2026-11-22T12:00:00.000Z',
  texts: [{ to: ['+4915112345678'], text: 'We open at nine.', simSlot: null }],
};

const sealTo = ({ chain, browser }: PoolServer, target: DayKey): Promise<PostBatch> =>
  sealBatch({
    chain,
    by: browser,
    target,
    content: CONTENT,
    priority: 5,
    notBefore: null,
    expires: '2026-11-24T12:00:00.000Z',
  });

const open = async (keys: DayKeys, batch: PostBatch): Promise<unknown> =>
  keys.open(batch).then(
    ({ content }) => content,
    (error: unknown) => (error instanceof SealError ? error.code : error),
  );

test('a gateway makes the keys of today and of seven days ahead, once, and seals to today’s', async () => {
  const server = await PoolServer.begin();
  const { keys } = await server.join();
  assert.throws(() => keys.current(), { code: 'unavailable' });
  await keys.refresh();
  assert.deepEqual(
    server.keys.map(({ day }) => day).toSorted(),
    ['22', '23', '24', '25', '26', '27', '28', '29'].map((day) => `2026-11-${day}`),
  );
  assert.equal(keys.current().day, '2026-11-22');
  await keys.refresh();
  assert.equal(server.keys.length, 8);
  server.now += 2 * DAY_MS;
  assert.equal(keys.current().day, '2026-11-24');
  await keys.refresh();
  assert.equal(server.keys.length, 10);
  assert.deepEqual(await open(keys, await sealTo(server, keys.current())), CONTENT);
});

test('a member that comes later opens what was sealed before, once another has handed the keys on', async () => {
  const server = await PoolServer.begin();
  const first = await server.join();
  await first.keys.refresh();
  const batch = await sealTo(server, first.keys.current());
  const second = await server.join();
  assert.equal(await open(second.keys, batch), 'no-day-key');
  await first.keys.refresh();
  assert.deepEqual(await open(second.keys, batch), CONTENT);
  assert.equal(server.keys.length, 8, 'it makes none that are there');
});

test('a key is gone after its last day, overwritten, and what it opened is no longer held', async () => {
  const server = await PoolServer.begin();
  const { keys } = await server.join();
  await keys.refresh();
  const { id } = keys.current();
  const batch = await sealTo(server, keys.current());
  const held = keys.get(id);
  assert.ok(held);
  server.now = Date.parse('2026-12-06T23:59:59.999Z');
  await keys.refresh();
  assert.deepEqual(await open(keys, batch), CONTENT);
  server.now = Date.parse('2026-12-07T00:00:00.000Z');
  await keys.refresh();
  assert.equal(keys.get(id), null);
  assert.ok(
    held.seed.every((octet) => octet === 0),
    'it is overwritten',
  );
  const { targetWrap, ...rest } = batch;
  const view: BatchView = { ...rest, targetWrap, states: ['unknown'], paused: false, segments: [] };
  const options = {
    membership: { chain: server.chain },
    open: (one: PostBatch) => keys.open(one),
  } as unknown as BatchReaderOptions;
  const message = viewMessage(await new BatchReader(options).open(view), 0, () => []);
  assert.deepEqual([message.state, message.text, message.to], ['unknown', null, null]);
  assert.equal('reason' in message && message.reason, 'no-longer-held');
});

test('what the server does not list is forgotten, and what it lists for ever is not kept for ever', async () => {
  const server = await PoolServer.begin();
  const { keys } = await server.join();
  server.until = '2099-01-01';
  await keys.refresh();
  const { id } = keys.current();
  const day = Date.parse('2026-11-22');
  server.now = day + 748 * DAY_MS - 1;
  await keys.refresh();
  assert.ok(keys.get(id));
  server.now = day + 748 * DAY_MS;
  await keys.refresh();
  assert.equal(keys.get(id), null);
  const last = keys.current().id;
  assert.ok(keys.get(last));
  server.keys.length = 0;
  await keys.refresh();
  assert.equal(keys.get(last), null);
});

test('a key whose public half the server exchanged is refused with an alarm, and not sealed to', async () => {
  const server = await PoolServer.begin();
  const { keys, device } = await server.join();
  await keys.refresh();
  const [today, tomorrow] = server.keys;
  assert.ok(today && tomorrow);
  server.keys[0] = { ...today, public: tomorrow.public };
  const again = server.start(device);
  await again.refresh();
  await again.refresh();
  assert.deepEqual(server.alarms, ['pool-key-refused']);
  assert.equal(again.get(today.id), null);
  assert.equal(again.current().id, tomorrow.id);
});
