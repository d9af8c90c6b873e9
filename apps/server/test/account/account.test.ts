import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseTables, INVENTORY } from '@smseal/inventory';
import { inTransaction } from '@smseal/database';
import { LIVE_CLOSE, type AccountView, type ActivityPage, type Capability, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { WebSocket } from 'ws';
import { everyHour } from '../../src/retention/housekeeping.ts';
import { identityServer, sessionOf, signedUp, somebody, type Browser } from '../identity/identity-server.ts';
import {
  batch,
  contact,
  contents,
  gatewaySettings,
  message,
  octets,
  segment,
  startEpoch,
} from '../sealed-things.ts';
import { randomId, seedDevice, type SeededDevice } from '../test-server.ts';

const server = await identityServer({ after });
const { database } = server;

interface Person {
  account: Id;
  browser: Browser;
  email: string;
  mobile: string;
  phone: SeededDevice;
}

async function newPerson(): Promise<Person> {
  const { email, mobile, password } = somebody();
  const browser = await signedUp(server, { email, mobile, password });
  const session = await sessionOf(browser);
  assert.ok(session);
  await startEpoch(database, session.account);
  const can: Capability[] = ['read', 'send', 'deliver', 'configure'];
  const phone = await seedDevice(database, session.account, { platform: 'phone', can });
  return { account: session.account, browser, email, mobile, phone };
}

/** @param route method and path. */
async function call(device: SeededDevice, route: string, body?: unknown) {
  const [method = '', path = ''] = route.split(' ');
  const raw = body instanceof Uint8Array;
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${device.token}`,
      ...(body ? { 'content-type': raw ? 'application/octet-stream' : 'application/json' } : {}),
    },
    ...(body ? { body: raw ? (body as BodyInit) : JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
}

/** Gives an account at least one row in every table that can hold one. */
async function fill({ account, phone }: Person): Promise<void> {
  const { id } = phone;
  const [owner, blob, waiting, gone] = [randomId(), randomId(), randomId(), randomId()];
  const expires = new Date(server.clock.now.getTime() + 3_600_000).toISOString();
  for (const [name, of] of [
    [blob, owner],
    [waiting, randomId()],
  ] as const) {
    await call(phone, `PUT /v1/blobs/${name}`, { ownerKind: 'message', owner: of, size: 500, chunks: 1 });
    await call(phone, `PUT /v1/blobs/${name}/chunks/0`, randomBytes(516));
  }
  const records = [
    message(id, { id: owner, authorSeq: 1 }),
    message(id, { id: gone, authorSeq: 2 }),
    contact(id, { authorSeq: 3 }),
    message(id, { authorSeq: 4, day: '2020-01-01' }),
  ];
  assert.equal((await call(phone, 'POST /v1/records', { records })).status, 200);
  await call(phone, 'POST /v1/records/delete', { records: [{ kind: 'message', id: gone }] });
  const sent = batch(id, id, { expires });
  const claim = { key: octets(32), body: octets(32), batch: sent.id, first: 0, count: sent.count };
  const requests = { batches: [sent], claims: [claim], lease: false };
  assert.equal((await call(phone, 'POST /v1/outbox/requests', requests)).status, 202);
  const leased = await call(phone, 'POST /v1/outbox/lease', { limit: 1 });
  const [{ lease }] = leased.body['batches'] as [{ lease: Id }];
  await call(phone, `POST /v1/outbox/batches/${sent.id}/segments`, segment(id, { lease }));
  const gateway = await seedDevice(database, account, { platform: 'gateway', can: ['send', 'deliver'] });
  await call(phone, `PUT /v1/gateways/${gateway.id}/settings`, gatewaySettings(id, gateway.id));
  await fillBeside({ account, phone });
}

/** What other features would have written, straight into their tables. */
async function fillBeside({ account, phone }: Pick<Person, 'account' | 'phone'>): Promise<void> {
  const stored = '2026-11-22';
  const { keys } = database;
  const row = { account_id: account, stored };
  await database
    .insertInto('expired_before')
    .values({ ...row, kind: 'call', before: stored, seq: 900 })
    .execute();
  await database
    .insertInto('chain_entry')
    .values(
      await keys.seal('chain_entry', [
        { ...row, index: 0, body: Buffer.from('{}'), signature: randomBytes(64) },
      ]),
    )
    .execute();
  await database
    .insertInto('inbound_session')
    .values(
      await keys.seal('inbound_session', [
        {
          ...row,
          id: randomId(),
          device_id: phone.id,
          epoch: 1,
          day: stored,
          enc: randomBytes(32),
          signature: randomBytes(64),
          seq: 901,
        },
      ]),
    )
    .execute();
  const link = randomId();
  await database
    .insertInto('link')
    .values({
      ...row,
      id: link,
      secret: createHash('sha256').update(randomId()).digest(),
      platform: 'phone',
      name: await inTransaction(database, (transaction) =>
        transaction.keys.sealForDay({ table: 'link', column: 'name', row: link }, Buffer.from('Phone')),
      ),
      commitment: randomBytes(32),
      credential: randomBytes(32),
      state: 'waiting',
      expires: server.clock.now,
    })
    .execute();
  const list = { ...row, list: 'suppressions', author: phone.id, envelope: randomBytes(189) };
  const signed = { signature: randomBytes(64) };
  await database
    .insertInto('list_key')
    .values(
      await keys.seal('list_key', [
        {
          ...list,
          ...signed,
          version: 1,
          epoch: 1,
          head_count: 0,
          head_digest: null,
          account_enc: randomBytes(32),
          account_sealed: randomBytes(48),
          gateways: [],
          sealed: Buffer.alloc(0),
          count: 1,
          digest: randomBytes(32),
        },
      ]),
    )
    .execute();
  await database
    .insertInto('list_segment')
    .values({ ...list, ...signed, number: 0, previous: null, key_version: 1 })
    .execute();
  const key = { ...row, id: randomId(), pool: phone.id, generation: 0, day: stored, until: stored };
  await database
    .insertInto('pool_key')
    .values({ ...key, ...signed, author: phone.id, public: randomBytes(32), members: [phone.id] })
    .execute();
  await database
    .insertInto('pool_key_wrap')
    .values(
      await keys.seal('pool_key_wrap', [
        { ...row, key_id: key.id, member: phone.id, enc: randomBytes(32), sealed: randomBytes(48) },
      ]),
    )
    .execute();
  await database
    .insertInto('erasure')
    .values({
      ...row,
      id: randomId(),
      kind: 'records',
      state: 'certified',
      is_over: true,
      progress: '{}',
      certificate: null,
      number: null,
      hash: null,
      matter: null,
      token: null,
      until: null,
    })
    .execute();
  await database
    .insertInto('identity.reset')
    .values({ account_id: account, code: randomBytes(32), expires: server.clock.now })
    .execute();
  await database
    .insertInto('identity.key_code')
    .values({ account_id: account, code: randomBytes(32), expires: server.clock.now })
    .execute();
  const change = { account_id: account, code: randomBytes(32), expires: server.clock.now };
  await database
    .insertInto('identity.change')
    .values(
      await keys.seal('identity.change', [
        { ...change, what: 'email' as const, value: Buffer.from('next@example.org') },
      ]),
    )
    .execute();
  await database
    .insertInto('kept_key')
    .values(await keys.seal('kept_key', [{ ...row, secret: Buffer.from('1'.repeat(31)) }]))
    .execute();
  await database
    .insertInto('identity.passkey')
    .values(
      await keys.seal('identity.passkey', [
        {
          ...row,
          id: randomId(),
          credential: randomBytes(32),
          public_key: randomBytes(77),
          counter: 0,
          transports: [],
          name: Buffer.from('Key'),
        },
      ]),
    )
    .execute();
}

const code = ({ status, body }: { status: number; body: Record<string, unknown> | null }) => [
  status,
  body?.['code'],
];

test('the account says what it holds, and how long it is kept is its own choice', async () => {
  const person = await newPerson();
  await fill(person);
  const view = await person.browser.call('GET', '/v1/account');
  assert.deepEqual(view.body, {
    id: person.account,
    kind: 'sealed',
    retentionDays: null,
    counts: {
      records: { message: 2, conversation: 0, contact: 1, call: 0, campaign: 0, setting: 0 },
      blobs: 2,
      blobOctets: 1000,
      batches: 1,
    },
  });
  assert.deepEqual((await call(person.phone, 'GET /v1/account')).body, view.body);
  for (const days of [30, null, 3650, 1]) {
    const answer = await person.browser.call('PATCH', '/v1/account', { retentionDays: days });
    assert.equal(answer.body?.['retentionDays'], days);
  }
  const before = await contents(database);
  for (const body of [{ retentionDays: 0 }, { retentionDays: 3651 }, { retentionDays: 1.5 }, { name: 'x' }])
    assert.deepEqual(code(await person.browser.call('PATCH', '/v1/account', body)), [422, 'invalid-request']);
  assert.deepEqual(code(await call(person.phone, 'PATCH /v1/account', { retentionDays: 1 })), [
    401,
    'unauthenticated',
  ]);
  person.browser.origin = 'https://elsewhere.example';
  assert.deepEqual(code(await person.browser.call('PATCH', '/v1/account', { retentionDays: 9 })), [
    403,
    'foreign-origin',
  ]);
  assert.deepEqual(await contents(database), before);
});

test('the activity log has exactly its fields, newest first, page by page', async () => {
  const person = await newPerson();
  for (const days of [10, 20, 30]) {
    server.clock.pass(1_500);
    await person.browser.call('PATCH', '/v1/account', { retentionDays: days });
    await person.browser.call('PATCH', '/v1/account', { retentionDays: days });
  }
  const lines: ActivityPage['entries'] = [];
  for (let after = ''; ;) {
    const { body } = await person.browser.call('GET', `/v1/activity?limit=2${after}`);
    const page = body as unknown as ActivityPage;
    lines.push(...page.entries);
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  const changes = lines.filter(({ action }) => action === 'retention-changed');
  assert.equal(changes.length, 3, 'what is no change is not noted');
  assert.deepEqual(Object.keys(changes[0] ?? {}).sort(), ['action', 'at', 'device', 'id', 'ip']);
  assert.equal(changes[0]?.ip, '127.0.0.1');
  for (const { at } of lines) assert.match(at, /:\d\d\.000Z$/, 'to the second');
  assert.deepEqual(
    lines.map(({ at }) => at),
    lines
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length);
});

test('an export holds what the server holds of the account, and no secret', async () => {
  const [person, other] = [await newPerson(), await newPerson()];
  await fill(person);
  await fill(other);
  const answer = await fetch(`${server.url}/v1/account/export`, {
    headers: { cookie: `smseal_session=${person.browser.cookie}` },
  });
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  const text = await answer.text();
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { table: string; row?: Record<string, unknown>; columns?: string[] });
  const rowsOf = (table: string) =>
    lines.flatMap((line) => (line.table === table && line.row ? [line.row] : []));
  assert.equal(rowsOf('identity.holder')[0]?.['email'], person.email);
  assert.equal(rowsOf('record').length, 3);
  assert.equal(rowsOf('segment').length, 1);
  const expected = databaseTables(INVENTORY)
    .filter(({ name, columns }) => columns.has('account_id') || name === 'account')
    .map(({ name }) => name);
  assert.deepEqual(
    lines.filter((line) => line.columns).map(({ table }) => table),
    expected,
  );
  for (const table of expected) assert.ok(rowsOf(table).length > 0, `${table} is empty`);
  assert.ok(!text.includes(other.account) && !text.includes(other.email));
  const credential = createHash('sha256').update(Buffer.from(person.phone.token, 'base64url')).digest();
  assert.ok(!text.includes(credential.toString('base64url')));
  assert.ok(!text.includes('$argon2'));
});

test('before a shorter time is chosen, it is said how much goes, and then so much does', async () => {
  const person = await newPerson();
  const days = ['2026-11-10', '2026-11-11', '2026-11-12'];
  const records = days.map((day, at) => message(person.phone.id, { authorSeq: at + 1, day }));
  assert.equal((await call(person.phone, 'POST /v1/records', { records })).status, 200);
  const older = async (kept: string) => person.browser.call('GET', `/v1/account/older?days=${kept}`);
  const now = Date.parse('2026-11-22T08:00:00Z');
  assert.equal(new Date(now).toISOString().slice(0, 10), server.clock.now.toISOString().slice(0, 10));
  assert.deepEqual((await older('10')).body, { message: 2, call: 0, campaign: 0, batch: 0 });
  assert.equal((await older('12')).body?.['message'], 0);
  await person.browser.call('PATCH', '/v1/account', { retentionDays: 10 });
  await everyHour(server.deps, server.clock.now);
  const view = (await person.browser.call('GET', '/v1/account')).body as unknown as AccountView;
  assert.equal(view.counts.records['message'], 1);
  for (const kept of ['0', '3651', 'many', ''])
    assert.deepEqual(code(await older(kept)), [422, 'invalid-request']);
  assert.equal((await call(person.phone, 'GET /v1/account/older?days=10')).status, 401);
});

test('deleting takes the account’s own e-mail, typed once more', async () => {
  const [person, other] = [await newPerson(), await newPerson()];
  const before = await contents(database);
  for (const email of [other.email, '', 'nobody@example.org'])
    assert.deepEqual(code(await person.browser.call('DELETE', '/v1/account', { email })), [
      401,
      'wrong-credentials',
    ]);
  assert.deepEqual(code(await call(person.phone, 'DELETE /v1/account', { email: person.email })), [
    401,
    'unauthenticated',
  ]);
  assert.deepEqual(await contents(database), before);
});

test('a deleted account is nowhere: no row of any table, no socket, no token, no session', async () => {
  const [person, other] = [await newPerson(), await newPerson()];
  await fill(person);
  await fill(other);
  const before = await contents(database);
  const traces = [person.account, person.phone.id, person.email, person.mobile];
  const tracesIn = (rows: Record<string, string[]>) =>
    Object.entries(rows).filter(([, lines]) =>
      lines.some((line) => traces.some((trace) => line.includes(trace))),
    );
  const named = databaseTables(INVENTORY).filter(({ columns }) => columns.has('account_id'));
  assert.ok(tracesIn(before).length >= named.length, 'the account is in every table that can hold it');

  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/live`, {
    origin: 'http://localhost:7070',
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', token: person.phone.token }));
  await new Promise((resolve) => socket.once('message', resolve));

  const answer = await person.browser.call('DELETE', '/v1/account', {
    email: ` ${person.email.toUpperCase()} `,
  });
  assert.equal(answer.status, 200);
  const left = await contents(database);
  assert.deepEqual(tracesIn(left), []);
  const others = (rows: Record<string, string[]>) =>
    Object.values(rows)
      .flat()
      .filter((line) => line.includes(other.account) || line.includes(other.email));
  assert.deepEqual(others(left), others(before), 'nobody else lost anything');
  assert.equal(await closed, LIVE_CLOSE.removed);
  assert.equal((await call(person.phone, 'GET /v1/changes?since=0')).status, 401);
  assert.equal((await person.browser.call('GET', '/v1/account')).status, 401);
});

test('while the rows of a deleted account are still going, its devices and sessions are out already', async () => {
  const person = await newPerson();
  const texts = [message(person.phone.id, { authorSeq: 1 })];
  assert.equal((await call(person.phone, 'POST /v1/records', { records: texts })).status, 200);
  assert.equal((await call(person.phone, 'GET /v1/changes?since=0')).status, 200, 'it is remembered');
  const deleting = await database.transaction().execute(async (transaction) => {
    await sql`SELECT FROM record WHERE account_id = ${person.account} FOR UPDATE`.execute(transaction);
    const asked = person.browser.call('DELETE', '/v1/account', { email: person.email });
    const out = async () => (await call(person.phone, 'GET /v1/changes?since=0')).status === 401;
    for (let tries = 0; !(await out()); tries++) {
      assert.ok(tries < 100, 'the phone is still believed');
      await sleep(20);
    }
    assert.equal((await person.browser.call('GET', '/v1/account')).status, 401);
    return { asked };
  });
  assert.equal((await deleting.asked).status, 200);
});

test('what is being written while the account goes, goes with it', async () => {
  const person = await newPerson();
  const { id } = person.phone;
  const uploads = Array.from({ length: 8 }, (_, i) =>
    call(person.phone, 'POST /v1/records', {
      records: Array.from({ length: 50 }, (_unused, j) => message(id, { authorSeq: i * 50 + j + 1 })),
    }),
  );
  const pictures = Array.from({ length: 4 }, () =>
    call(person.phone, `PUT /v1/blobs/${randomId()}`, {
      ownerKind: 'message',
      owner: randomId(),
      size: 100,
      chunks: 1,
    }),
  );
  const sent = call(person.phone, 'POST /v1/outbox/batches', {
    ...batch(id, id),
    expires: new Date(server.clock.now.getTime() + 60_000).toISOString(),
  });
  const gone = await person.browser.call('DELETE', '/v1/account', { email: person.email });
  assert.equal(gone.status, 200);
  for (const { status } of [...(await Promise.all([...uploads, ...pictures])), await sent])
    assert.ok([200, 202, 401, 404, 409].includes(status), `answered ${status}`);
  const left = Object.values(await contents(database)).flat();
  assert.deepEqual(
    left.filter((line) => line.includes(person.account)),
    [],
  );
});
