import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import type { ChangesPage, Id, PlainPage, SealedRecord } from '@smseal/protocol';
import { sql } from 'kysely';
import { contact, contents, message, startEpoch } from '../sealed-things.ts';
import { randomId, seedAccount, seedDevice, testServer, type SeededDevice } from '../test-server.ts';

const server = await testServer({ after });
const { database } = server;

const WORD = `Quartz ${randomBytes(9).toString('hex')}`;

interface Open {
  account: Id;
  browser: SeededDevice;
  gateway: SeededDevice;
}

async function openAccount(): Promise<Open> {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  await database.updateTable('account').set({ kind: 'open' }).where('id', '=', account).execute();
  const browser = await seedDevice(database, account, { can: ['read', 'send', 'deliver', 'admit'] });
  const gateway = await seedDevice(database, account, { platform: 'gateway', can: ['send', 'write'] });
  return { account, browser, gateway };
}

function inPlain(payload: unknown): string {
  return Buffer.concat([Buffer.of(0), Buffer.from(JSON.stringify(payload))]).toString('base64url');
}

const TEXT = {
  v: 1,
  direction: 'in',
  transport: 'sms',
  parties: ['+48600100200'],
  from: '+48600100200',
  text: WORD,
  attachments: [],
  at: '2026-11-22T10:00:00.000Z',
  sim: null,
  status: 'received',
  read: false,
  source: 'phone',
};
const CARD = { v: 1, name: WORD, numbers: [], emails: [], source: 'web' };

const plainText = (author: Id, given: Partial<SealedRecord> & { authorSeq: number }) =>
  message(author, { envelope: inPlain(TEXT), ...given });

function put(device: SeededDevice, ...records: unknown[]) {
  return server.call('POST', '/v1/records', { token: device.token, body: { records } });
}

async function changesOf(device: SeededDevice): Promise<ChangesPage> {
  return (await server.call<ChangesPage>('GET', '/v1/changes?since=0', { token: device.token })).body;
}

test('an open account’s records come back as they were put, and lie encrypted', async () => {
  const { account, browser } = await openAccount();
  const records = [
    plainText(browser.id, { authorSeq: 1 }),
    contact(browser.id, { authorSeq: 2, envelope: inPlain(CARD) }),
  ];
  assert.deepEqual((await put(browser, ...records)).body, { seq: 2, changed: 2 });
  assert.deepEqual((await put(browser, ...records)).body, { seq: 2, changed: 0 }, 'the same octets again');
  const expected = records.map((record, i) => ({ seq: i + 1, type: 'record', record }));
  assert.deepEqual((await changesOf(browser)).changes, expected);
  const page = await server.call('GET', '/v1/records?kind=message', { token: browser.token });
  assert.deepEqual(page.body['records'], [records[0]]);

  const changed = { ...records[1], version: 2, authorSeq: 3, envelope: inPlain({ ...CARD, note: 'x' }) };
  assert.equal((await put(browser, changed)).status, 200);
  const conflict = await put(browser, { ...changed, authorSeq: 4, envelope: inPlain(CARD) });
  assert.deepEqual([conflict.status, conflict.body['current']], [409, changed]);

  const { rows } = await sql<{ envelope: Buffer; month: string }>`
    SELECT envelope, to_char(month, 'YYYY-MM') AS month FROM record JOIN data_key k
      ON k.account_id = record.account_id AND int4send(k.number) = substring(envelope FROM 3 FOR 4)
    WHERE record.account_id = ${account} ORDER BY kind DESC`.execute(database);
  const now = new Date().toISOString().slice(0, 7);
  assert.deepEqual(
    rows.map(({ month }) => month),
    ['2026-11', now],
    'a text under its own month’s key, a contact under the month’s in which it was written',
  );
  for (const { envelope } of rows) assert.ok(!envelope.toString('latin1').includes('Quartz'));
});

test('a payload with a field that nobody listed is refused with its place', async () => {
  const { browser } = await openAccount();
  const cases: [unknown, string][] = [
    [{ ...TEXT, latitude: 52.2 }, '/records/0/envelope/latitude'],
    [{ ...TEXT, text: 7 }, '/records/0/envelope/text'],
    [{ ...TEXT, sim: { slot: 0, label: 'Work', imsi: '2600' } }, '/records/0/envelope/sim'],
    [CARD, '/records/0/envelope'],
    ['just words', '/records/0/envelope'],
  ];
  for (const [payload, at] of cases) {
    const before = await contents(database);
    const { status, body } = await put(
      browser,
      plainText(browser.id, { authorSeq: 1, envelope: inPlain(payload) }),
    );
    assert.deepEqual([status, body['code']], [422, 'invalid-request']);
    assert.ok(String(body['at']).startsWith(at), `${String(body['at'])} is not in ${at}`);
    assert.deepEqual(await contents(database), before);
  }
  const octets = [
    Buffer.of(0),
    Buffer.from([0, 0x7b]),
    Buffer.concat([Buffer.of(0), Buffer.from([0xff, 0xfe])]),
  ];
  for (const envelope of octets) {
    const { status, body } = await put(
      browser,
      plainText(browser.id, { authorSeq: 1, envelope: envelope.toString('base64url') }),
    );
    assert.deepEqual([status, body['code']], [422, 'invalid-request']);
  }
});

test('a sealed account takes nothing in plain, and an open one nothing sealed by its readers', async () => {
  const { account, browser, gateway } = await openAccount();
  const sealed = message(browser.id, { authorSeq: 1 });
  const plain = plainText(browser.id, { authorSeq: 1 });
  const both = [plain, { ...sealed, authorSeq: 2 }];
  for (const [records, code] of [
    [[sealed], 'account-open'],
    [both, 'account-open'],
  ] as const) {
    const { status, body } = await put(browser, ...records);
    assert.deepEqual([status, body['code']], [409, code]);
  }
  const inbound = message(gateway.id, {
    authorSeq: 1,
    envelope: Buffer.concat([Buffer.of(2), randomBytes(172)]).toString('base64url'),
  });
  assert.equal((await put(gateway, inbound)).status, 200, 'what a gateway seals is taken');
  const slipped = await put(gateway, plainText(gateway.id, { authorSeq: 2 }));
  assert.deepEqual([slipped.status, slipped.body['code'], slipped.body['needs']], [403, 'forbidden', 'read']);

  await database.updateTable('account').set({ kind: 'sealed' }).where('id', '=', account).execute();
  for (const version of [1, 2]) {
    const { status, body } = await put(browser, { ...plain, version });
    assert.deepEqual([status, body['code']], [409, version === 1 ? 'account-sealed' : 'version-conflict']);
  }
  assert.equal((await put(browser, sealed)).status, 200);
});

test('once sealing has begun, nothing in plain is added, and what is left is handed out until it is sealed', async () => {
  const { account, browser, gateway } = await openAccount();
  const texts = Array.from({ length: 5 }, (_, i) =>
    plainText(browser.id, { authorSeq: i + 1, id: randomId() }),
  );
  await put(browser, ...texts);
  const forbidden = await server.call('POST', '/v1/account/sealing', { token: gateway.token });
  assert.equal(forbidden.status, 403);
  for (let again = 0; again < 2; again++)
    assert.equal((await server.call('POST', '/v1/account/sealing', { token: browser.token })).status, 204);
  const view = await server.call('GET', '/v1/account', { token: browser.token });
  assert.equal(view.body['kind'], 'sealing');
  const late = await put(browser, plainText(browser.id, { authorSeq: 6 }));
  assert.deepEqual([late.status, late.body['code']], [409, 'account-sealed']);

  const left = async (limit: number) =>
    (await server.call<PlainPage>('GET', `/v1/plain-records?limit=${limit}`, { token: browser.token })).body;
  const first = await left(3);
  assert.deepEqual([first.records.length, first.left], [3, 5]);
  const sealed = first.records.map((record, i) => ({
    ...record,
    ...message(browser.id, { authorSeq: 6 + i }),
    id: record.id,
    version: record.version + 1,
  }));
  assert.equal((await put(browser, ...sealed)).status, 200);
  const second = await left(3);
  assert.deepEqual([second.records.length, second.left], [2, 2]);
  const known = new Set(texts.map(({ id }) => id));
  assert.ok([...first.records, ...second.records].every(({ id }) => known.delete(id)) && known.size === 0);
  const keys = await database.selectFrom('data_key').selectAll().where('account_id', '=', account).execute();
  assert.ok(keys.some(({ category, month }) => category === 'content' && month !== null));
});
