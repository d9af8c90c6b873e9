/** An open account through the real server's doors: what is in plain, another device by signing in, and the way to a sealed one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ApiClient,
  appendChain,
  getChain,
  getKeys,
  listRecords,
  Membership,
  putRecords,
  RecordWriter,
  sealAllRecords,
  SyncEngine,
  type SequenceStore,
} from '@smseal/client';
import {
  CodedError,
  fromBase64Url,
  type Id,
  type KeptKey,
  type RecordsPage,
  type SealedRecord,
} from '@smseal/protocol';
import {
  generateDeviceKeys,
  generateSecretKey,
  inspectWithSecretKey,
  newCredential,
  openRecord,
  randomId,
  recoverWithSecretKey,
  replaceSecretKey,
} from '@smseal/seal';
import { newPerson, testDatabase } from '@smseal/testkit';
import { Lifetime } from '../src/lifetime.ts';
import { MemoryStore } from '../src/memory-store.ts';
import { startNoticeReceiver, type NoticeReceiver } from '../src/notice-receiver.ts';
import { startServer, type ServerProcess } from '../src/server-process.ts';

const ORIGIN = 'http://localhost:7070';
const lifetime = new Lifetime();
after(() => lifetime.end());
let server: ServerProcess;
let notices: NoticeReceiver;

before(async () => {
  const database = await testDatabase(lifetime);
  notices = await startNoticeReceiver(lifetime);
  server = await startServer(lifetime, { database, noticeUrl: notices.url });
});

async function someone(open: boolean) {
  const person = await newPerson(server.url, notices, { open });
  return { ...person, api: person.apiAt(server.url), membership: await person.membershipAt(server.url) };
}
type Someone = Awaited<ReturnType<typeof someone>>;

/** Asks as the person whose cookie it is. */
function asPerson({ cookie }: { cookie: string }): ApiClient {
  return new ApiClient({
    origin: server.url,
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        headers: { ...(init?.headers as Record<string, string>), cookie, origin: ORIGIN },
      }),
  });
}

async function keptKeyOf(who: Someone): Promise<string> {
  const api = asPerson(who);
  await api.json({ method: 'POST', path: '/v1/kept-key/code' });
  const code = await notices.codeFor(who.mobile);
  const { secretKey } = await api.json<KeptKey>({ method: 'POST', path: '/v1/kept-key', json: { code } });
  return secretKey;
}

async function refusalOf(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'accepted',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
}

function counting(from = 0): SequenceStore {
  let last = from;
  return {
    reserve: (_counter, count) => Promise.resolve((last += count) - count + 1),
    raise: (_counter, above) => Promise.resolve(void (last = Math.max(last, above))),
  };
}

const note = (word: string) => ({ v: 1, name: word, numbers: [], emails: [], source: 'web' }) as const;

async function write(who: Someone, words: readonly string[]): Promise<Map<Id, string>> {
  const written = new Map(words.map((word) => [randomId(), word]));
  const records = [];
  for (const [id, word] of written)
    records.push(await who.seal(who.membership, { kind: 'contact', id, version: 1, payload: note(word) }));
  await putRecords(who.api, records);
  return written;
}

async function readAll({ api, membership, alarms }: Someone): Promise<Map<Id, string>> {
  const store = new MemoryStore();
  await new SyncEngine({ api, membership, store, bell: (alarm) => void alarms.push(alarm) }).catchUp();
  return new Map(
    [...store.records.values()].map(({ id, payload }) => [id, (payload as { name: string }).name]),
  );
}

/** Every contact as the server holds it. */
async function contactsOf(api: ApiClient): Promise<SealedRecord[]> {
  const all: SealedRecord[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: RecordsPage = await listRecords(api, { kind: 'contact', ...(after === '' ? {} : { after }) });
    all.push(...page.records);
    after = page.next;
  }
  return all;
}

async function suitesOf({ api }: Someone): Promise<number[]> {
  const records = await contactsOf(api);
  return [...new Set(records.map(({ envelope }) => fromBase64Url(envelope)[0] ?? -1))];
}

async function newKey(who: Someone, newSecretKey: string): Promise<void> {
  const { membership, api } = who;
  const { chain, keyring, identity } = membership;
  const { authored } = await getChain(api, 0);
  const by = identity.keys;
  const act = await replaceSecretKey({ chain, keyring, by, newSecretKey, authored, now: Date.now() });
  await appendChain(api, act.request);
  await membership.refresh();
}

test('what an open account’s device writes is in plain for the service, and read by sync as ever', async () => {
  const who = await someone(true);
  assert.equal(who.membership.chain.open, true);
  const written = await write(who, ['Ada', 'Grace']);
  assert.deepEqual(await suitesOf(who), [0]);
  assert.deepEqual(await readAll(who), written);
  const view = await who.api.json<{ kind: string }>({ method: 'GET', path: '/v1/account' });
  assert.equal(view.kind, 'open');
  assert.deepEqual(who.alarms, []);
});

test('signing in with a code is enough on another device, and the first one stays', async () => {
  const who = await someone(true);
  const written = await write(who, ['Ada']);
  const secretKey = await keptKeyOf(who);
  assert.equal(secretKey, who.secretKey);
  const api = asPerson(who);
  const [{ entries, authored }, { keys }] = [await getChain(api, 0), await getKeys(api, 'root')];
  const account = who.identity.account;
  const inspected = await inspectWithSecretKey({ account, entries, keys, secretKey });
  const device = await generateDeviceKeys({ extractable: true });
  const { token, hash } = await newCredential();
  const act = await recoverWithSecretKey({
    account,
    entries,
    keys,
    secretKey,
    device,
    name: 'Second browser',
    platform: 'browser',
    keep: [...inspected.chain.devices.keys()],
    credential: hash,
    authored,
    now: Date.now(),
  });
  await appendChain(api, act.request);
  const second = new ApiClient({ origin: server.url, token: () => token });
  const membership = await Membership.open({
    api: second,
    identity: { account, token, keys: device },
    bell: () => undefined,
    store: { loadMembership: () => Promise.resolve(null), saveMembership: () => Promise.resolve() },
  });
  assert.deepEqual(await readAll({ ...who, api: second, membership }), written);
  await who.membership.refresh();
  assert.equal(who.membership.chain.may(device.id, 'read'), true, 'the first device hears of it');
  assert.deepEqual(await readAll(who), written);
});

test('the key is handed out for its code alone, once, and never of a sealed account', async () => {
  const who = await someone(true);
  const api = asPerson(who);
  const ask = (code: string) => api.json({ method: 'POST', path: '/v1/kept-key', json: { code } });
  assert.equal(await refusalOf(ask('000000')), 'wrong-code', 'without a code under way');
  await api.json({ method: 'POST', path: '/v1/kept-key/code' });
  const code = await notices.codeFor(who.mobile);
  const wrong = code === '111111' ? '222222' : '111111';
  assert.equal(await refusalOf(ask(wrong)), 'wrong-code');
  assert.equal(await refusalOf(ask(code)), 'accepted');
  assert.equal(await refusalOf(ask(code)), 'wrong-code', 'it works once');
  await api.json({ method: 'POST', path: '/v1/kept-key/code' });
  const tried = await notices.codeFor(who.mobile);
  for (let i = 0; i < 5; i++) await refusalOf(ask(wrong));
  assert.equal(await refusalOf(ask(tried)), 'wrong-code', 'five wrong tries end it');
  const noOne = new ApiClient({ origin: server.url });
  assert.equal(await refusalOf(noOne.json({ method: 'POST', path: '/v1/kept-key/code' })), 'unauthenticated');
  assert.equal(
    await refusalOf(who.api.json({ method: 'POST', path: '/v1/kept-key/code' })),
    'unauthenticated',
    'a device’s token is no sign-in',
  );

  const sealed = await someone(false);
  assert.equal(
    await refusalOf(asPerson(sealed).json({ method: 'POST', path: '/v1/kept-key/code' })),
    'account-sealed',
  );
});

test('sealing goes on after an end at any moment, loses nothing, and ends with the old key worthless', async () => {
  const who = await someone(true);
  const words = Array.from({ length: 1_200 }, (_, i) => `Word ${i}`);
  const written = new Map([
    ...(await write(who, words.slice(0, 900))),
    ...(await write(who, words.slice(900))),
  ]);
  const { api, membership } = who;
  assert.equal(
    await refusalOf(newKey(who, generateSecretKey())),
    'plain-left',
    'not before everything is sealed',
  );

  const cut = new AbortController();
  const lefts: number[] = [];
  const stopped = sealAllRecords(
    {
      api,
      membership,
      sequence: counting(words.length),
      progress: (left) => {
        lefts.push(left);
        if (lefts.length === 2) cut.abort(new Error('killed'));
      },
    },
    { signal: cut.signal },
  );
  await assert.rejects(stopped, /killed|abort/i);
  assert.deepEqual(lefts, [1200, 700]);
  assert.deepEqual((await suitesOf(who)).sort(), [0, 1]);
  assert.deepEqual(await readAll(who), written, 'read as before in between');
  assert.equal(await refusalOf(newKey(who, generateSecretKey())), 'plain-left');

  // A device that has not heard of it writes; it is told, and seals.
  const late = await Membership.open({
    api,
    identity: who.identity,
    bell: () => undefined,
    store: { loadMembership: () => Promise.resolve(null), saveMembership: () => Promise.resolve() },
  });
  assert.equal(late.writesPlain, true);
  const writer = new RecordWriter({ api, membership: late, sequence: counting() });
  const id = randomId();
  await writer.write({ kind: 'contact', id, known: null, change: () => note('Late') });
  written.set(id, 'Late');
  const records = await contactsOf(api);
  const last = records.find((record) => record.id === id);
  assert.equal(fromBase64Url(last?.envelope ?? '')[0], 1);

  await sealAllRecords({ api, membership, sequence: counting() });
  assert.deepEqual(await suitesOf(who), [1]);
  const fresh = generateSecretKey();
  await newKey(who, fresh);
  assert.equal(membership.chain.open, false);
  assert.deepEqual(await readAll(who), written);
  assert.deepEqual(who.alarms, []);
  const view = await api.json<{ kind: string }>({ method: 'GET', path: '/v1/account' });
  assert.equal(view.kind, 'sealed');

  const { entries } = await getChain(api, 0);
  const { keys } = await getKeys(asPerson(who), 'root');
  const account = who.identity.account;
  await assert.rejects(inspectWithSecretKey({ account, entries, keys, secretKey: who.secretKey }), {
    code: 'wrong-secret-key',
  });
  const opened = await inspectWithSecretKey({ account, entries, keys, secretKey: fresh });
  const [one] = records;
  assert.ok(one);
  const now = (await contactsOf(api)).find((record) => record.id === one.id);
  assert.ok(now);
  assert.deepEqual(await openRecord({ ...opened, record: now }), note(written.get(one.id) ?? ''));
});

test('the way back does not exist', async () => {
  const who = await someone(true);
  const plain = await who.seal(who.membership, {
    kind: 'contact',
    id: randomId(),
    version: 1,
    payload: note('Ada'),
  });
  await sealAllRecords({ api: who.api, membership: who.membership, sequence: counting() });
  assert.equal(
    await refusalOf(putRecords(who.api, [plain])),
    'account-sealed',
    'already while it is being sealed',
  );
  await newKey(who, generateSecretKey());
  assert.equal(await refusalOf(putRecords(who.api, [plain])), 'account-sealed');
  const session = asPerson(who);
  assert.equal(
    await refusalOf(session.json({ method: 'POST', path: '/v1/kept-key/code' })),
    'account-sealed',
    'and nobody hands out a key',
  );
  const { entries } = await getChain(who.api, 0);
  const [first] = entries;
  assert.ok(first);
  const again = { entries: [first], keys: [], keptKey: generateSecretKey() };
  assert.equal(await refusalOf(appendChain(session, again)), 'root-exists');
});
