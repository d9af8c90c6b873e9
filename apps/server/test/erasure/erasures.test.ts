import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';
import { after, test } from 'node:test';
import { recordActivity, replayErasures, requireReplayed } from '@smseal/database';
import type { ErasureView, Id, RecordsPlan, ResealedBatch, SignedCertificate } from '@smseal/protocol';
import { sql } from 'kysely';
import { everyMinute } from '../../src/retention/housekeeping.ts';
import { frame, newSigner, newToken, TestChain, type Signer } from '../device/test-chain.ts';
import { batch, contact, envelope, message, octets, segment } from '../sealed-things.ts';
import { randomId, seedAccount, seedSession, testServer } from '../test-server.ts';

let now = Date.parse('2026-11-22T08:00:00Z');
const server = await testServer({ after }, { now: () => new Date(now) });
const { database, deps } = server;

interface Person {
  account: Id;
  device: Signer;
  token: string;
  cookie: Record<string, string>;
}

async function newPerson(): Promise<Person> {
  const account = await seedAccount(database);
  const cookie = await seedSession(database, account);
  await database
    .updateTable('identity.session')
    .set({ started: new Date(now), last_used: new Date(now) })
    .where('account_id', '=', account)
    .execute();
  const [chain, device, token] = [new TestChain(account), newSigner(), newToken()];
  const body = chain.first(device, token.credential);
  assert.equal((await server.call('POST', '/v1/chain', { headers: cookie, body })).status, 200);
  const can = ['read', 'send', 'deliver', 'configure', 'admit'];
  await database.updateTable('device').set({ can }).where('account_id', '=', account).execute();
  return { account, device, token: token.token, cookie };
}

const digest = (text: string): string =>
  createHash('sha256').update(Buffer.from(text, 'base64url')).digest('base64url');

function signed<Plan extends { id: Id }>(device: Signer, plan: Plan) {
  const text = Buffer.from(JSON.stringify(plan)).toString('base64url');
  const statement = frame('erasure/plan', Buffer.from(plan.id), Buffer.from(digest(text), 'base64url'));
  return { plan: text, signature: sign(null, statement, device.key).toString('base64url') };
}

function search({ device }: Person, plan: { plan: string }, given: { id: Id; found?: number }) {
  const said = {
    v: 1,
    device: device.id,
    plan: digest(plan.plan),
    at: '2026-11-22T08:00:09.000Z',
    sought: 2,
    found: 0,
    ...given,
  };
  const text = Buffer.from(JSON.stringify(said));
  return {
    search: text.toString('base64url'),
    signature: sign(null, frame('erasure/search', text), device.key).toString('base64url'),
  };
}

function recordsPlan({ account, device }: Person, given: Partial<RecordsPlan> = {}): RecordsPlan {
  return {
    v: 1,
    id: randomId(),
    account,
    device: device.id,
    at: '2026-11-22T08:00:00.000Z',
    kind: 'contact',
    records: [],
    batches: [],
    ...given,
  };
}

const post = ({ token }: Person, body: object) =>
  server.call<ErasureView & { code?: string }>('POST', '/v1/erasures', { token, body });
const certificateOf = ({ certificate }: ErasureView) =>
  (JSON.parse(certificate ?? '') as SignedCertificate).certificate;

test('a contact is erased by a signed plan, and certified once its device has looked for itself', async () => {
  const person = await newPerson();
  const kept = contact(person.device.id, { authorSeq: 1 });
  const gone = [message(person.device.id, { authorSeq: 2 }), contact(person.device.id, { authorSeq: 3 })];
  await server.call('POST', '/v1/records', { token: person.token, body: { records: [kept, ...gone] } });
  const plan = recordsPlan(person, { records: gone.map(({ kind, id }) => ({ kind, id })) });
  const body = signed(person.device, plan);
  const answer = await post(person, body);
  assert.deepEqual([answer.status, answer.body.state, answer.body.certificate], [202, 'verified', null]);
  const again = await post(person, body);
  assert.deepEqual(
    [again.status, again.body.nonce],
    [202, answer.body.nonce],
    'the same plan again is the same erasure',
  );
  const { body: page } = await server.call<{ changes: { type: string; id?: Id; record?: { id: Id } }[] }>(
    'GET',
    '/v1/changes?since=0',
    { token: person.token },
  );
  assert.deepEqual(
    page.changes.flatMap(({ type, id }) => (type === 'deleted' ? [id] : [])).sort(),
    gone.map(({ id }) => id).sort(),
  );

  const path = `/v1/erasures/${plan.id}/search`;
  const refused = async (sent: object) =>
    (await server.call('POST', path, { token: person.token, body: sent })).body['code'];
  assert.equal(await refused(search(person, body, { id: randomId() })), 'erasure-unsigned');
  assert.equal(
    await refused(search({ ...person, device: newSigner() }, body, { id: plan.id })),
    'erasure-unsigned',
  );
  assert.equal(await refused(search(person, body, { id: plan.id, found: 1 })), 'invalid-request');
  const told = search(person, body, { id: plan.id });
  const done = await server.call<ErasureView>('POST', path, { token: person.token, body: told });
  assert.equal(done.body.state, 'certified');
  const said = certificateOf(done.body);
  assert.deepEqual(said.rows, [
    { table: 'record', before: 2, after: 0 },
    { table: 'blob', before: 0, after: 0 },
  ]);
  assert.deepEqual(said.device?.search, { statement: told.search, signature: told.signature });
  assert.equal(said.key, (await server.call('GET', '/.well-known/smseal-certificates')).body['key']);
  const stranger = await newPerson();
  assert.equal((await server.call('GET', `/v1/erasures/${plan.id}`, { token: stranger.token })).status, 404);
});

test('a plan that its device has not signed, or that names another account, erases nothing', async () => {
  const [person, other] = [await newPerson(), await newPerson()];
  const plan = recordsPlan(person);
  const code = async (body: object, as = person) => (await post(as, body)).body.code;
  assert.equal(await code(signed(newSigner(), plan)), 'erasure-unsigned');
  assert.equal(
    await code({ ...signed(person.device, plan), plan: signed(person.device, recordsPlan(person)).plan }),
    'erasure-unsigned',
  );
  assert.equal(
    await code(signed(person.device, recordsPlan(person, { account: other.account }))),
    'erasure-unsigned',
  );
  assert.equal(await code(signed(person.device, plan), other), 'erasure-unsigned');
  assert.equal(await code(signed(person.device, { ...plan, extra: 1 })), 'invalid-request');
  assert.equal((await post(person, signed(person.device, plan))).status, 202);
  assert.equal(await code(signed(person.device, { ...plan, kind: 'records' })), 'erasure-conflict');
});

test('without the device’s search the certificate is issued after a quarter of an hour', async () => {
  const person = await newPerson();
  const plan = recordsPlan(person);
  assert.equal((await post(person, signed(person.device, plan))).body.state, 'verified');
  now += 15 * 60_000;
  await everyMinute(deps, new Date(now));
  const { body } = await server.call<ErasureView>('GET', `/v1/erasures/${plan.id}`, { token: person.token });
  assert.equal(body.state, 'certified');
  assert.equal(certificateOf(body).device?.search, null);
});

/** A batch from which everything has left, with two reports. */
async function finalBatch({ device, token }: Person) {
  const sent = batch(device.id, device.id, { expires: new Date(now + 3_600_000).toISOString() });
  assert.equal((await server.call('POST', '/v1/outbox/batches', { token, body: sent })).status, 202);
  await server.call('POST', '/v1/outbox/lease', { token, body: { limit: 1 } });
  const states = [0, 1].map((index) => ({ index, state: 'sent' as const }));
  for (const [number, reports] of [
    states,
    states.map((one) => ({ ...one, state: 'delivered' as const })),
  ].entries()) {
    const body = segment(device.id, { number, states: reports });
    const answer = await server.call('POST', `/v1/outbox/batches/${sent.id}/segments`, { token, body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }
  return sent;
}

function resealed(id: Id): ResealedBatch {
  return {
    id,
    epoch: 1,
    envelope: envelope(),
    accountWrap: { enc: octets(32), sealed: octets(48) },
    signature: octets(64),
    segments: [{ envelope: envelope(), signature: octets(64) }],
  };
}

test('a final batch is replaced by one that was sealed anew, and a restored backup of it as well', async () => {
  const person = await newPerson();
  const { token, account } = person;
  const sent = await finalBatch(person);
  const old = await database
    .selectFrom('batch')
    .selectAll()
    .where('id', '=', sent.id)
    .executeTakeFirstOrThrow();
  const fresh = resealed(sent.id);
  const named = { id: sent.id, replaced: digest(sent.envelope), by: digest(fresh.envelope), segments: 2 };
  const body = { ...signed(person.device, recordsPlan(person, { batches: [named] })), batches: [fresh] };
  assert.deepEqual([(await post(person, body)).status, (await post(person, body)).status], [202, 202]);
  const view = async () =>
    (
      await server.call<{
        envelope: string;
        author: Id;
        replaces: string;
        segments: { number: number; envelope: string }[];
      }>('GET', `/v1/outbox/batches/${sent.id}`, { token })
    ).body;
  const { envelope: stored, replaces, segments, author } = await view();
  assert.deepEqual([stored, replaces, author], [fresh.envelope, named.replaced, person.device.id]);
  assert.deepEqual(
    segments.map((one) => [one.number, one.envelope]),
    [[0, fresh.segments[0]?.envelope]],
  );
  const late = await server.call('POST', `/v1/outbox/batches/${sent.id}/segments`, {
    token,
    body: segment(person.device.id, { number: 9 }),
  });
  assert.equal(late.status, 404, 'reports under the old key are taken no more');

  // The batch as a backup from before the erasure has it; the database then knows nothing of the erasure either.
  await database
    .updateTable('batch')
    .set({ envelope: old.envelope, replaces: null })
    .where('id', '=', sent.id)
    .execute();
  await sql`DELETE FROM erasure WHERE account_id = ${account}`.execute(database);
  const given = { database, journal: deps.journal, now };
  await assert.rejects(requireReplayed(given), /from before an erasure/);
  assert.equal((await replayErasures(given)).replayed, 1);
  assert.equal((await view()).envelope, fresh.envelope);
});

test('a batch that has changed, or from which something may still leave, is refused whole', async () => {
  const person = await newPerson();
  const sent = await finalBatch(person);
  const gone = contact(person.device.id, { authorSeq: 5 });
  await server.call('POST', '/v1/records', { token: person.token, body: { records: [gone] } });
  const records = [{ kind: gone.kind, id: gone.id }];
  const fresh = resealed(sent.id);
  const named = { id: sent.id, replaced: digest(sent.envelope), by: digest(fresh.envelope), segments: 2 };
  const code = async (batches: RecordsPlan['batches'], sealed = [fresh]) =>
    (
      await post(person, {
        ...signed(person.device, recordsPlan(person, { records, batches })),
        batches: sealed,
      })
    ).body.code;
  assert.equal(await code([{ ...named, replaced: octets(32) }]), 'erasure-outdated');
  assert.equal(await code([{ ...named, segments: 1 }]), 'erasure-outdated');
  assert.equal(await code([{ ...named, by: octets(32) }]), 'invalid-request');
  assert.equal(await code([named], []), 'invalid-request');
  assert.equal(await code([], [fresh]), 'invalid-request');
  const waiting = batch(person.device.id, person.device.id, {
    expires: new Date(now + 3_600_000).toISOString(),
  });
  await server.call('POST', '/v1/outbox/batches', { token: person.token, body: waiting });
  const other = resealed(waiting.id);
  assert.equal(
    await code(
      [{ id: waiting.id, replaced: digest(waiting.envelope), by: digest(other.envelope), segments: 0 }],
      [other],
    ),
    'erasure-outdated',
  );
  const { rows } = await sql`SELECT FROM record WHERE id = ${gone.id}`.execute(database);
  assert.equal(rows.length, 1, 'nothing of a refused plan is erased');
});

test('a device is erased once it is removed: its keys and what the activity log says of it', async () => {
  const person = await newPerson();
  const second = newSigner();
  const plan = {
    v: 1,
    id: randomId(),
    account: person.account,
    device: person.device.id,
    at: '2026-11-22T08:00:00.000Z',
    kind: 'device',
    erases: second.id,
  } as const;
  const day = '2026-11-22';
  await database
    .insertInto('device')
    .values({
      account_id: person.account,
      id: second.id,
      platform: 'browser',
      can: ['read'],
      credential: null,
      admitted: 9,
      removed: null,
      last_seen: day,
      stored: day,
    })
    .execute();
  assert.equal((await post(person, signed(person.device, plan))).body.code, 'device-not-removed');
  await database.updateTable('device').set({ removed: 10 }).where('id', '=', second.id).execute();
  await recordActivity(database, {
    account: person.account,
    action: 'device-removed',
    ip: '127.0.0.1',
    device: second.id,
    now: new Date(now),
  });
  const { keys } = database;
  await database
    .insertInto('sealed_key')
    .values(
      await keys.seal('sealed_key', [
        {
          account_id: person.account,
          recipient: second.id,
          scope: 'epoch',
          epoch: 1,
          enc: Buffer.alloc(32),
          sealed: Buffer.alloc(48),
          stored: '2026-11-22',
        },
      ]),
    )
    .execute();
  const done = await post(person, signed(person.device, plan));
  assert.equal(done.body.state, 'verified');
  const { rows } = await sql<{ table: string }>`
    SELECT 'sealed_key' AS table FROM sealed_key WHERE recipient = ${second.id}
    UNION ALL SELECT 'activity' FROM activity WHERE device_id = ${second.id}
    UNION ALL SELECT 'device' FROM device WHERE id = ${second.id} AND last_seen IS NOT NULL`.execute(
    database,
  );
  assert.deepEqual(rows, []);
  const nobody = { ...plan, id: randomId(), erases: randomId() };
  assert.equal((await post(person, signed(person.device, nobody))).status, 404);
});

test('an erased account’s certificate is there for its token, with the search of its last device', async () => {
  const person = await newPerson();
  const { email } = { email: `${person.account.toLowerCase()}@example.org` };
  const plan = {
    v: 1,
    id: randomId(),
    account: person.account,
    device: person.device.id,
    at: '2026-11-22T08:00:00.000Z',
    kind: 'account',
  } as const;
  const body = { email, signed: signed(person.device, plan) };
  const headers = person.cookie;
  const answer = await server.call<ErasureView & { token: string }>('DELETE', '/v1/account', {
    headers,
    body,
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const { token } = answer.body;
  assert.equal((await server.call('GET', '/v1/devices', { token: person.token })).status, 401);
  assert.equal((await server.call('GET', `/v1/erasures/${plan.id}`, { token: person.token })).status, 401);
  const told = await server.call<ErasureView>('POST', `/v1/erasures/${plan.id}/search`, {
    token,
    body: search(person, body.signed, { id: plan.id }),
  });
  assert.equal(told.body.state, 'certified');
  const { body: view } = await server.call<ErasureView>('GET', `/v1/erasures/${plan.id}`, { token });
  assert.equal(certificateOf(view).device?.key, person.device.publicKey);
  assert.equal(
    (await server.call('GET', `/v1/erasures/${randomId()}`, { token })).status,
    401,
    'the token is for that one alone',
  );
  assert.equal((await server.call('GET', '/v1/account', { token })).status, 401);
});
