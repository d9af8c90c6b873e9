/** What honest devices sign is what the real server takes: a gateway, a removal that races, recovery, a new secret key. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ApiClient,
  appendChain,
  getChain,
  getKeys,
  listChanges,
  Membership,
  postInboundSession,
  putRecords,
  SyncEngine,
  type Alarm,
  type MembershipState,
  type MembershipStore,
} from '@smseal/client';
import { CodedError, type AppendChain } from '@smseal/protocol';
import {
  admitDevice,
  describeDevice,
  generateDeviceKeys,
  generateSecretKey,
  InboundWriter,
  inspectWithSecretKey,
  newCredential,
  openRecord,
  randomId,
  recoverWithSecretKey,
  removeDevices,
  replaceSecretKey,
  verifyInboundSession,
} from '@smseal/seal';
import { newPerson, testDatabase } from '@smseal/testkit';
import { Lifetime } from '../src/lifetime.ts';
import { MemoryStore } from '../src/memory-store.ts';
import { startNoticeReceiver, type NoticeReceiver } from '../src/notice-receiver.ts';
import { startServer, type ServerProcess } from '../src/server-process.ts';

const lifetime = new Lifetime();
after(() => lifetime.end());
let server: ServerProcess;
let notices: NoticeReceiver;

before(async () => {
  const database = await testDatabase(lifetime);
  notices = await startNoticeReceiver(lifetime);
  server = await startServer(lifetime, { database, noticeUrl: notices.url });
});

async function person() {
  const someone = await newPerson(server.url, notices);
  const api = someone.apiAt(server.url);
  return { ...someone, api, membership: await someone.membershipAt(server.url) };
}

type Someone = Awaited<ReturnType<typeof person>>;

/** Admits a device, its token given by the device that admits it. */
async function admit({ membership, identity, api }: Someone, platform: 'browser' | 'gateway') {
  const keys = await generateDeviceKeys({ extractable: true });
  const credential = await newCredential();
  const { chain, keyring } = membership;
  const description = describeDevice(keys, platform, 'Second');
  const can = platform === 'gateway' ? (['send', 'write'] as const) : (['read', 'send', 'admit'] as const);
  const request = await admitDevice({ chain, keyring, by: identity.keys, description, can, now: Date.now() });
  await appendChain(api, { ...request, credential: credential.hash });
  await membership.refresh();
  return { keys, token: credential.token };
}

/** What recovery with the secret key needs of the server. */
async function recovery({ identity, secretKey, api }: Someone) {
  const [page, { keys }] = [await getChain(api, 0), await getKeys(api, 'root')];
  const { entries, authored } = page;
  return { account: identity.account, entries, authored, keys, secretKey, now: Date.now() };
}

/** Posts as the person whose cookie it is. */
async function appendBySession({ cookie }: Someone, request: AppendChain): Promise<void> {
  const headers = { cookie, origin: 'http://localhost:7070', 'content-type': 'application/json' };
  const body = JSON.stringify(request);
  const answer = await fetch(`${server.url}/v1/chain`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200, await answer.text());
}

async function code(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'accepted',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
}

async function authored(api: ApiClient) {
  return (await getChain(api, 0)).authored;
}

test('a device that writes without reading: its day’s session and its records reach the readers', async () => {
  const someone = await person();
  const gateway = await admit(someone, 'gateway');
  const { membership, api, identity } = someone;
  const { chain } = membership;
  const day = new Date().toISOString().slice(0, 10);
  const { writer, session } = await InboundWriter.open({
    chain,
    device: gateway.keys,
    account: identity.account,
    epoch: chain.epoch,
    day,
  });
  const post = {
    method: 'POST',
    path: '/v1/inbound-sessions',
    json: session,
    bearer: gateway.token,
  } as const;
  await api.json(post);
  await api.json(post);
  assert.equal(await code(api.json({ ...post, bearer: identity.token })), 'forbidden');
  const record = await writer.seal({
    kind: 'message',
    id: randomId(),
    version: 1,
    authorSeq: 1,
    clear: { conversation: randomId(), day },
    payload: { v: 1, text: 'from the carrier' },
  });
  await putRecords(api, [record], { bearer: gateway.token });
  const { changes } = await listChanges(api, { since: 0, limit: 100 });
  const told = changes.flatMap((change) => (change.type === 'inbound-session' ? [change.session] : []));
  assert.deepEqual(told, [session]);
  const opened = await verifyInboundSession(session, chain, membership.keyring);
  const payload = await openRecord({
    keyring: membership.keyring,
    chain,
    record,
    sessions: new Map([[session.id, opened]]),
  });
  assert.deepEqual(payload, { v: 1, text: 'from the carrier' });
});

test('a browser that is linked later opens the texts that a gateway brought in before, also after a restart', async () => {
  const someone = await person();
  const gateway = await admit(someone, 'gateway');
  const { chain } = someone.membership;
  const { account } = someone.identity;
  const day = new Date().toISOString().slice(0, 10);
  const input = { chain, device: gateway.keys, account, epoch: chain.epoch, day };
  const { writer, session } = await InboundWriter.open(input);
  const asGateway = { bearer: gateway.token };
  await postInboundSession(someone.api, session, asGateway);
  const bring = async (authorSeq: number, text: string) => {
    const clear = { conversation: randomId(), day };
    const head = { kind: 'message' as const, id: randomId(), version: 1, authorSeq, clear };
    await putRecords(someone.api, [await writer.seal({ ...head, payload: { v: 1, text } })], asGateway);
  };
  await bring(1, 'before it was linked');

  const later = await admit(someone, 'browser');
  const identity = { account, token: later.token, keys: later.keys };
  const api = new ApiClient({ origin: server.url, token: () => later.token });
  const alarms: Alarm[] = [];
  const bell = (alarm: Alarm) => void alarms.push(alarm);
  let kept: MembershipState | null = null;
  const standing: MembershipStore = {
    loadMembership: () => Promise.resolve(kept),
    saveMembership: (state) => Promise.resolve(void (kept = state)),
  };
  const store = new MemoryStore();
  const start = async () =>
    new SyncEngine({
      api,
      membership: await Membership.open({ api, identity, store: standing, bell }),
      store,
      bell,
    });
  await (await start()).catchUp();
  await bring(2, 'after a restart');
  await (await start()).catchUp();
  const texts = [...store.records.values()].map(({ payload }) => (payload as { text: string }).text);
  assert.deepEqual(texts, ['before it was linked', 'after a restart']);
  assert.deepEqual([store.refused, alarms], [[], []]);
});

test('a removal that raced with a record is signed again over what arrived', async () => {
  const someone = await person();
  const { membership, api, identity } = someone;
  const second = await admit(someone, 'browser');
  const before = await authored(api);
  const record = await someone.seal(membership, {
    kind: 'contact',
    id: randomId(),
    version: 1,
    clear: {},
    payload: { v: 1 },
  });
  await putRecords(api, [record]);
  const removal = {
    chain: membership.chain,
    keyring: membership.keyring,
    by: identity.keys,
    remove: [second.keys.id],
  };
  const stale = await removeDevices({ ...removal, authored: before, now: Date.now() });
  const refused = await appendChain(api, stale.request).catch((error: unknown) => error);
  assert.ok(refused instanceof CodedError && refused.code === 'cutoffs-stale');
  const told = refused.extra['authored'] as Record<string, number>;
  const fresh = await removeDevices({ ...removal, authored: told, now: Date.now() });
  await appendChain(api, fresh.request);
  await membership.refresh();
  assert.equal(membership.chain.epoch, 2);
  assert.equal(await code(getChain(api, 0, { bearer: second.token })), 'unauthenticated');
  assert.equal(await code(putRecords(api, [record])), 'accepted', 'what is stored already is no news');
  const late = await someone.seal(membership, {
    kind: 'contact',
    id: randomId(),
    version: 1,
    clear: {},
    payload: {},
  });
  assert.equal(await code(putRecords(api, [{ ...late, epoch: 1 }])), 'wrong-epoch');
});

test('the secret key opens the account anew, and then a new one takes its place', async () => {
  const someone = await person();
  const { identity, secretKey, api } = someone;
  const device = await generateDeviceKeys({ extractable: true });
  const credential = await newCredential();
  const act = await recoverWithSecretKey({
    ...(await recovery(someone)),
    device,
    name: 'Third',
    platform: 'browser',
    keep: [],
    credential: credential.hash,
  });
  await appendBySession(someone, act.request);
  assert.equal(await code(getChain(api, 0)), 'unauthenticated', 'the device that was not kept is out');

  const bearer = credential.token;
  const newSecretKey = generateSecretKey();
  const next = await replaceSecretKey({
    chain: act.chain,
    keyring: act.keyring,
    by: device,
    newSecretKey,
    authored: await getChain(api, 0, { bearer }).then((chain) => chain.authored),
    now: Date.now(),
  });
  await appendChain(api, next.request, { bearer });
  const { entries } = await getChain(api, 0, { bearer });
  const sealed = await getKeys(api, 'root', { bearer });
  const account = { account: identity.account, entries, keys: sealed.keys };
  await assert.rejects(inspectWithSecretKey({ ...account, secretKey }), { code: 'wrong-secret-key' });
  const { keyring } = await inspectWithSecretKey({ ...account, secretKey: newSecretKey });
  assert.equal(keyring.epochs.size, 3);
});
