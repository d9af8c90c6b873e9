/** A gateway hands over what its customers asked it to send, through the real server; a reader sees what becomes of it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  ApiClient,
  appendChain,
  expandBatch,
  getBatch,
  getStateCounts,
  getStates,
  leaseBatches,
  pauseBatches,
  postRequests,
  postSegments,
  renewLease,
  resumeBatches,
  SyncEngine,
  type Alarm,
} from '@smseal/client';
import {
  packReports,
  type BatchText,
  type Id,
  type PostRequests,
  type RawSegments,
  type TextState,
} from '@smseal/protocol';
import {
  admitDevice,
  describeDevice,
  generateDeviceKeys,
  newCredential,
  openBatch,
  sealBatch,
  sealSegmentOctets,
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

/** A person and the gateway that was admitted to the account. */
async function withGateway() {
  const person = await newPerson(server.url, notices);
  const membership = await person.membershipAt(server.url);
  const keys = await generateDeviceKeys({ extractable: true });
  const credential = await newCredential();
  const description = describeDevice(keys, 'gateway', 'Gateway');
  const { chain, keyring } = membership;
  const by = person.identity.keys;
  const can = ['send', 'deliver', 'write'] as const;
  const request = await admitDevice({ chain, keyring, by, description, can, now: Date.now() });
  const reader = person.apiAt(server.url);
  await appendChain(reader, { ...request, credential: credential.hash });
  await membership.refresh();
  const api = new ApiClient({ origin: server.url, token: () => credential.token });
  return { person, membership, reader, gateway: { keys, api } };
}

type Account = Awaited<ReturnType<typeof withGateway>>;

const octets = (count: number) => randomBytes(count).toString('base64url');

async function sealed({ membership, gateway }: Account, texts: BatchText[]) {
  return sealBatch({
    chain: membership.chain,
    by: gateway.keys,
    target: gateway.keys.id,
    content: { v: 1, createdAt: new Date().toISOString(), texts },
    priority: 9,
    notBefore: null,
    expires: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

const campaign = (count: number): BatchText[] =>
  Array.from({ length: count }, (_, i) => ({
    to: [`+4670174${String(i).padStart(4, '0')}`],
    text: `Your parcel ${i} arrives today between 14 and 16; answer STOP to hear no more.`,
    simSlot: null,
  }));

/** A report on every text of a batch, as the gateway seals it. */
async function report(
  account: Account,
  held: { batch: Id; lease: Id; contentKey: Uint8Array<ArrayBuffer> },
  state: TextState,
) {
  const { keys, api } = account.gateway;
  const { batch, lease, contentKey } = held;
  const stored = await getBatch(api, batch);
  const number = stored.segments.length;
  const at = new Date().toISOString();
  const states = stored.states.map((_state, index) => ({ index, state }));
  const events = { v: 1 as const, events: states.map((one) => ({ ...one, at })) };
  const signed = await sealSegmentOctets({ contentKey, batch, number, by: keys, events });
  return { batch, segment: { number, author: keys.id, lease, ...signed, states: packReports(states) } };
}

test('a thousand texts are handed over with their requests, leave, and are seen by the reader', async () => {
  const account = await withGateway();
  const { gateway, membership, reader } = account;
  const batch = await sealed(account, campaign(1000));
  const claims = Array.from({ length: 1000 }, (_, first) => ({
    key: octets(32),
    body: octets(32),
    batch: batch.id,
    first,
    count: 1,
  }));
  const requests: PostRequests = { batches: [batch], claims, lease: true };
  const answer = await postRequests(gateway.api, requests);
  assert.ok(answer.claims.every(({ outcome }) => outcome === 'taken'));
  const again = await postRequests(gateway.api, requests);
  const [lease] = answer.leases;
  assert.ok(lease);
  assert.deepEqual([again.claims, again.leases[0]?.lease], [answer.claims, lease.lease]);

  const view = await getBatch(gateway.api, batch.id);
  assert.ok(view.targetWrap);
  const opened = await openBatch({
    batch: { ...view, targetWrap: view.targetWrap },
    chain: membership.chain,
    as: { device: gateway.keys },
  });
  assert.equal(opened.content.texts.length, 1000);
  const held = { ...lease, contentKey: opened.contentKey };
  const segments: RawSegments = { segments: [await report(account, held, 'submitted')] };
  assert.deepEqual((await postSegments(gateway.api, segments)).outcomes, ['stored']);
  assert.deepEqual((await postSegments(gateway.api, segments)).outcomes, ['known']);
  const counts = await getStateCounts(reader, [batch.id]);
  assert.deepEqual(counts, [{ batch: batch.id, paused: false, counts: { submitted: 1000 } }]);

  const [store, alarms]: [MemoryStore, Alarm[]] = [new MemoryStore(), []];
  await new SyncEngine({ api: reader, membership, store, bell: (alarm) => alarms.push(alarm) }).catchUp();
  const seen = store.batches.get(batch.id);
  assert.ok(seen);
  const texts = expandBatch(seen, store.segments);
  assert.equal(texts.filter(({ state }) => state === 'submitted').length, 1000);
  assert.deepEqual(alarms, []);
});

test('a request that a customer sends twice leaves once', async () => {
  const account = await withGateway();
  const { gateway } = account;
  const [first, second] = [await sealed(account, campaign(1)), await sealed(account, campaign(2))];
  const claim = { key: octets(32), body: octets(32), batch: first.id, first: 0, count: 1 };
  await postRequests(gateway.api, { batches: [first], claims: [claim], lease: false });
  const told = await postRequests(gateway.api, {
    batches: [second],
    claims: [{ ...claim, batch: second.id }],
    lease: false,
  });
  assert.deepEqual(told.claims, [{ outcome: 'replay', batch: first.id, first: 0, count: 1 }]);
  const states = await getStates(gateway.api, [first.id, second.id]);
  const of = (id: Id) => states.find(({ batch }) => batch === id)?.states;
  assert.deepEqual([of(first.id), of(second.id)], [['queued'], ['cancelled', 'queued']]);
});

test('a campaign stops when its author says so and goes on later', async () => {
  const account = await withGateway();
  const { gateway, reader } = account;
  const batch = await sealed(account, campaign(3));
  const { leases } = await postRequests(gateway.api, { batches: [batch], claims: [], lease: true });
  const [lease] = leases;
  assert.ok(lease);
  assert.deepEqual(await pauseBatches(reader, [batch.id]), { batches: [batch.id] });
  assert.equal((await renewLease(gateway.api, lease)).paused, true);
  const due = () => leaseBatches(gateway.api, 10);
  assert.deepEqual((await due()).batches, []);
  await resumeBatches(reader, [batch.id]);
  assert.deepEqual(
    (await due()).batches.map(({ batch: { id } }) => id),
    [batch.id],
  );
});
