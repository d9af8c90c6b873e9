import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ChangesPage, Id, RecordIdsPage, RecordsPage, SealedRecord } from '@smseal/protocol';
import { decode } from 'cbor-x';
import { contact, contents, envelope, message, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const server = await testServer({ after });
const { database } = server;

interface Sealed {
  account: Id;
  phone: SeededDevice;
  gateway: SeededDevice;
}

async function sealedAccount(): Promise<Sealed> {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const phone = await seedDevice(database, account, { platform: 'phone', can: ['read', 'send', 'deliver'] });
  const gateway = await seedDevice(database, account, { platform: 'gateway', can: ['send', 'write'] });
  return { account, phone, gateway };
}

function put(device: SeededDevice, ...records: unknown[]) {
  return server.call('POST', '/v1/records', { token: device.token, body: { records } });
}

/** A refusal has a code, and every table is as it was. */
async function refuse(device: SeededDevice, records: unknown[], expected: [number, string, object?]) {
  const before = await contents(database);
  const { status, body } = await put(device, ...records);
  const { code, type: _type, title: _title, status: _status, ...extra } = body;
  assert.deepEqual([status, code], expected.slice(0, 2));
  if (expected[2]) assert.deepEqual(extra, expected[2]);
  assert.deepEqual(await contents(database), before);
}

test('a device puts records and another reads them, in JSON and in CBOR', async () => {
  const { account, phone } = await sealedAccount();
  const browser = await seedDevice(database, account, { can: ['read'] });
  const records = [message(phone.id, { authorSeq: 1 }), contact(phone.id, { authorSeq: 2 })];
  const answer = await put(phone, ...records);
  assert.deepEqual([answer.status, answer.body], [200, { seq: 2, changed: 2 }]);
  const expected: ChangesPage = {
    changes: records.map((record, i) => ({ seq: i + 1, type: 'record', record })),
    seq: 2,
    head: 2,
  };
  const json = await server.call('GET', '/v1/changes?since=0', { token: browser.token });
  assert.deepEqual(json.body, expected);

  const cbor = await fetch(`${server.url}/v1/changes?since=0`, {
    headers: { authorization: `Bearer ${browser.token}`, accept: 'application/cbor' },
  });
  assert.equal(cbor.headers.get('content-type'), 'application/cbor');
  const page = decode(new Uint8Array(await cbor.arrayBuffer())) as {
    changes: { record: { envelope: Uint8Array } }[];
  };
  const octets = page.changes.map(({ record }) => Buffer.from(record.envelope).toString('base64url'));
  assert.deepEqual(
    octets,
    records.map((record) => record.envelope),
    'octet strings, not text',
  );
});

test('plain text in a sealed field is refused', async () => {
  const { phone } = await sealedAccount();
  const seal = (text: string | Buffer) =>
    message(phone.id, { authorSeq: 1, envelope: Buffer.from(text).toString('base64url') });
  const plain = [
    seal('See you at eight'),
    seal(JSON.stringify({ text: 'See you at eight', padding: 'x'.repeat(500) })),
    seal(`\u0001${'See you at eight. '.repeat(20)}`),
    seal(Buffer.alloc(188, 1)),
    seal(Buffer.alloc(400, 3)),
  ];
  for (const record of plain) await refuse(phone, [record], [422, 'not-an-envelope', { record: record.id }]);
});

test('what the schema does not name, or not so, is refused with its place', async () => {
  const { phone } = await sealedAccount();
  const good = message(phone.id, { authorSeq: 1 });
  const { day: _day, ...dayless } = good;
  const cases: [unknown, string][] = [
    [{ ...good, text: 'hello' }, '/records/0/text'],
    [{ ...good, to: '+48600000000' }, '/records/0/to'],
    [dayless, '/records/0/day'],
    [{ ...good, day: '2026-02-30' }, '/records/0/day'],
    [{ ...contact(phone.id, { authorSeq: 1 }), day: '2026-11-22' }, '/records/0/day'],
    [{ ...good, kind: 'diary' }, '/records/0/kind'],
    [{ ...good, envelope: `${good.envelope}=` }, '/records/0/envelope'],
  ];
  for (const [record, at] of cases) {
    const before = await contents(database);
    const { status, body } = await put(phone, record);
    assert.deepEqual([status, body['code'], body['at']], [422, 'invalid-request', at]);
    assert.deepEqual(await contents(database), before);
  }
  await refuse(phone, [{ ...good, envelope: `${envelope(1, 144).slice(0, -1)}_` }], [422, 'invalid-request']);
  await refuse(phone, [good, { ...good, authorSeq: 2 }], [422, 'invalid-request', { at: '/records/1/id' }]);
  const { token } = phone;
  const proto = JSON.stringify({ records: [good] }).replace('{"kind"', '{"__proto__":{"text":"x"},"kind"');
  const json = { 'content-type': 'application/json' };
  for (const [body, status, code] of [
    [proto, 422, 'invalid-request'],
    [proto.slice(0, -1), 400, 'malformed-body'],
    ['', 400, 'malformed-body'],
    ['null', 422, 'invalid-request'],
  ] as const) {
    const answer = await server.call('POST', '/v1/records', { token, body, headers: json });
    assert.deepEqual([answer.status, answer.body['code']], [status, code], body.slice(0, 40));
  }
  const text = { 'content-type': 'text/plain' };
  const answer = await server.call('POST', '/v1/records', { token, body: 'hello', headers: text });
  assert.deepEqual([answer.status, answer.body['code']], [415, 'unsupported-media-type']);
  await refuse(phone, [], [422, 'invalid-request', { at: '/records' }]);
  const tooMany = Array.from({ length: 1001 }, (_, i) => message(phone.id, { authorSeq: i + 1 }));
  await refuse(phone, tooMany, [422, 'invalid-request', { at: '/records' }]);
});

test('a device seals under its own name, in the way it may', async () => {
  const { account, phone, gateway } = await sealedAccount();
  await refuse(phone, [message(gateway.id, { authorSeq: 1 })], [403, 'wrong-author']);
  await refuse(gateway, [message(gateway.id, { authorSeq: 1 })], [403, 'forbidden', { needs: 'read' }]);
  const inbound = (given: Partial<SealedRecord> & { authorSeq: number }) =>
    message(gateway.id, { envelope: envelope(2), ...given });
  await refuse(
    phone,
    [message(phone.id, { authorSeq: 1, envelope: envelope(2) })],
    [403, 'forbidden', { needs: 'write' }],
  );
  await refuse(gateway, [inbound({ authorSeq: 1, version: 2 })], [403, 'forbidden', { needs: 'read' }]);
  assert.equal((await put(gateway, inbound({ authorSeq: 1 }))).status, 200);
  const read = await server.call('GET', '/v1/changes?since=0', { token: gateway.token });
  assert.deepEqual([read.status, read.body['needs']], [403, 'read']);
  const dead = await server.call('POST', '/v1/records', { token: 'A'.repeat(43), body: { records: [] } });
  assert.equal(dead.status, 401);
  assert.ok(account);
});

test('refusals of the feed reach the caller with what it needs to go on', async () => {
  const { account, phone } = await sealedAccount();
  const stored = message(phone.id, { authorSeq: 4 });
  await put(phone, stored);
  await refuse(
    phone,
    [message(phone.id, { id: stored.id, authorSeq: 5 })],
    [409, 'version-conflict', { record: stored.id, current: stored }],
  );
  await refuse(phone, [message(phone.id, { authorSeq: 4 })], [409, 'replayed-sequence', { last: 4 }]);
  await startEpoch(database, account, 2);
  await refuse(phone, [message(phone.id, { authorSeq: 5 })], [409, 'wrong-epoch', { epoch: 2 }]);
  assert.deepEqual((await put(phone, stored)).body, { seq: 1, changed: 0 }, 'a repetition is still a no-op');
});

test('a cold start pages messages newest day first, other kinds by id, and meets the feed at its head', async () => {
  const { phone } = await sealedAccount();
  const days = ['2026-11-20', '2026-11-22', '2026-11-21', '2026-11-22', '2026-11-22', '2024-02-29'];
  const messages = days.map((day, i) => message(phone.id, { authorSeq: i + 1, day }));
  await put(phone, ...messages, contact(phone.id, { authorSeq: 20 }));
  const newestFirst = messages.toSorted((a, b) =>
    a.day === b.day ? (a.id < b.id ? -1 : 1) : (b.day ?? '').localeCompare(a.day ?? ''),
  );
  const read: SealedRecord[] = [];
  let after = '';
  for (let page = 0; ; page++) {
    const { body } = await server.call<RecordsPage>('GET', `/v1/records?kind=message&limit=2${after}`, {
      token: phone.token,
    });
    assert.equal(body.total, page === 0 ? 6 : undefined);
    assert.equal(body.head, 7);
    read.push(...body.records);
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  assert.deepEqual(read, newestFirst);
  const ids = await server.call<RecordIdsPage>('GET', '/v1/record-ids?kind=message&limit=1000', {
    token: phone.token,
  });
  assert.deepEqual(
    ids.body.ids,
    messages.map(({ id }) => ({ id, version: 1 })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
});

test('a cursor that is not one is refused', async () => {
  const { phone } = await sealedAccount();
  for (const path of [
    '/v1/records?kind=message&after=xyz',
    `/v1/records?kind=message&after=${Buffer.from('["2026-99-99","x"]').toString('base64url')}`,
    '/v1/records?kind=message&limit=1001',
    '/v1/records',
    '/v1/changes?since=-1',
    '/v1/changes?since=1&text=x',
  ]) {
    const { status, body } = await server.call('GET', path, { token: phone.token });
    assert.deepEqual([status, body['code']], [422, 'invalid-request'], path);
  }
});

test('a deletion reaches the feed once, and the account’s other devices are woken by it', async (t) => {
  const { account, phone } = await sealedAccount();
  const heads: number[] = [];
  const end = server.deps.bus.subscribe(account, (signal) => {
    if (signal.type === 'changed') heads.push(signal.head);
  });
  t.after(end);
  const stored = message(phone.id, { authorSeq: 1 });
  await put(phone, stored);
  await put(phone, stored);
  const records = [
    { kind: 'message', id: stored.id },
    { kind: 'message', id: randomId() },
  ];
  const remove = () => server.call('POST', '/v1/records/delete', { token: phone.token, body: { records } });
  assert.deepEqual((await remove()).body, { seq: 2, changed: 1 });
  assert.deepEqual((await remove()).body, { seq: 2, changed: 0 });
  assert.deepEqual(heads, [1, 2], 'no-ops wake nobody');
  const { body } = await server.call<ChangesPage>('GET', '/v1/changes?since=1', { token: phone.token });
  assert.deepEqual(body.changes, [{ seq: 2, type: 'deleted', kind: 'message', id: stored.id }]);
});

test('accounts do not see each other', async () => {
  const [mine, other] = [await sealedAccount(), await sealedAccount()];
  const stored = message(mine.phone.id, { authorSeq: 1 });
  await put(mine.phone, stored);
  const feed = await server.call<ChangesPage>('GET', '/v1/changes?since=0', { token: other.phone.token });
  assert.deepEqual(feed.body, { changes: [], seq: 0, head: 0 });
  const body = { records: [{ kind: 'message', id: stored.id }] };
  const removed = await server.call('POST', '/v1/records/delete', { token: other.phone.token, body });
  assert.deepEqual(removed.body, { seq: 0, changed: 0 });
});
