import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AppendListSegment, Id, ListHead, ListKeySet, ListSegmentsPage } from '@smseal/protocol';
import { contents, envelope, octets } from '../sealed-things.ts';
import { randomId, seedSession, testServer } from '../test-server.ts';
import { keySet, ListOwner, nextSegment, type ListDevice } from './test-list.ts';

const server = await testServer({ after }, { now: () => new Date('2026-11-22T12:00:00.000Z') });
const { database } = server;

const EMPTY: ListHead = { count: 0, digest: null };

const putKeys = (device: ListDevice, body: ListKeySet, list: string = body.list) =>
  server.call('PUT', `/v1/lists/${list}/keys`, { token: device.token, body });
const getKeys = ({ token }: { token: string }, list = 'suppressions') =>
  server.call<ListKeySet>('GET', `/v1/lists/${list}/keys`, { token });
const append = (device: ListDevice, body: AppendListSegment, list: string = body.list) =>
  server.call('POST', `/v1/lists/${list}/segments`, { token: device.token, body });
const page = ({ token }: { token: string }, after = 0, list = 'suppressions') =>
  server.call<ListSegmentsPage>('GET', `/v1/lists/${list}/segments?after=${after}`, { token });

async function refuse(
  work: () => Promise<{ status: number; headers: Headers; body: object }>,
  status: number,
  problem: Record<string, unknown>,
) {
  const before = await contents(database);
  const answer = await work();
  const said = Object.entries(answer.body).filter(([name]) => name in problem);
  assert.deepEqual([answer.status, Object.fromEntries(said)], [status, problem]);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(await contents(database), before, 'a refusal changes nothing');
}

/** An owner whose list two gateways follow. */
async function begun() {
  const owner = await ListOwner.create(server);
  const gateways = [await owner.gateway(), await owner.gateway()] as const;
  const keys = keySet(owner.browser.id, { gateways: gateways.map(({ id }) => id) });
  assert.equal((await putKeys(owner.browser, keys)).status, 200);
  return { owner, account: owner.account, browser: owner.browser, gateways, keys };
}

test('readers and granted gateways append, and get everything back exactly as it was signed', async (t) => {
  const { account, browser, gateways, keys } = await begun();
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(account, (signal) => signals.push(signal)));
  let head = EMPTY;
  const segments: AppendListSegment[] = [];
  for (const by of [gateways[0], browser, gateways[1], gateways[0]]) {
    const next = nextSegment({ account, head }, by);
    const answer = await append(by, next.segment);
    assert.deepEqual([answer.status, answer.body], [200, { count: head.count + 1 }]);
    segments.push(next.segment);
    head = next.head;
  }
  for (const by of [browser, ...gateways]) {
    assert.deepEqual((await page(by)).body, { segments, head, keyVersion: 1 });
    assert.deepEqual((await page(by, 3)).body, { segments: segments.slice(3), head, keyVersion: 1 });
    assert.deepEqual((await page(by, 4)).body, { segments: [], head, keyVersion: 1 });
    assert.deepEqual((await getKeys(by)).body, keys);
  }
  const hint = { type: 'list', name: 'suppressions' };
  assert.deepEqual(signals, [hint, hint, hint, hint]);
});

test('of two gateways that append at once one is told where the list ends, and nothing is lost', async () => {
  const { account, gateways } = await begun();
  const [first, second] = gateways;
  let head = EMPTY;
  for (let round = 0; round < 10; round++) {
    const [a, b] = [nextSegment({ account, head }, first), nextSegment({ account, head }, second)];
    const answers = await Promise.all([append(first, a.segment), append(second, b.segment)]);
    const [won, lost] = answers[0].status === 200 ? [a, answers[1]] : [b, answers[0]];
    assert.deepEqual([lost.status, lost.body['code']], [409, 'list-conflict']);
    assert.deepEqual(lost.body['head'], won.head);
    head = won.head;
  }
  assert.equal((await page(first)).body.segments.length, 10);
});

test('the same segment again changes nothing, even after others; another in its place is refused', async (t) => {
  const { account, gateways, browser } = await begun();
  const [by] = gateways;
  const first = nextSegment({ account, head: EMPTY }, by);
  const second = nextSegment({ account, head: first.head }, browser);
  await append(by, first.segment);
  await append(browser, second.segment);
  const before = await contents(database);
  const signals: unknown[] = [];
  t.after(server.deps.bus.subscribe(account, (signal) => signals.push(signal)));
  assert.deepEqual((await append(by, first.segment)).body, { count: 1 });
  assert.deepEqual([await contents(database), signals], [before, []]);
  const conflict = { code: 'list-conflict', head: second.head };
  const other = nextSegment({ account, head: EMPTY }, by);
  await refuse(() => append(by, other.segment), 409, conflict);
  const gap = nextSegment({ account, head: { count: 3, digest: second.head.digest } }, by);
  await refuse(() => append(by, gap.segment), 409, conflict);
  const fork = nextSegment({ account, head: { count: 2, digest: first.head.digest } }, by);
  await refuse(() => append(by, fork.segment), 409, conflict);
});

test('a segment that would spoil the list for everybody is refused', async () => {
  const { account, gateways, browser, owner } = await begun();
  const [by] = gateways;
  const { segment } = nextSegment({ account, head: EMPTY }, by);
  const invalid = { code: 'list-invalid', rule: 'signature' };
  await refuse(() => append(by, { ...segment, signature: octets(64) }), 422, invalid);
  await refuse(() => append(by, { ...segment, envelope: envelope() }), 422, invalid);
  const asOther = nextSegment({ account, head: EMPTY }, { signer: { ...browser.signer, id: by.id } });
  await refuse(() => append(by, asOther.segment), 422, invalid);
  const elsewhere = nextSegment({ account: randomId(), head: EMPTY }, by);
  await refuse(() => append(by, elsewhere.segment), 422, invalid);
  await refuse(() => append(browser, segment), 403, { code: 'wrong-author' });
  await refuse(() => append(by, segment, 'consents'), 422, { code: 'invalid-request', at: '/list' });
  await refuse(() => append(by, { ...segment, keyVersion: 2 }), 409, {
    code: 'list-key-replaced',
    current: 1,
  });
  const plain = Buffer.from('{"entries":["+4915112345678"]}'.padEnd(200)).toString('base64url');
  for (const text of [plain, envelope(2)])
    await refuse(() => append(by, { ...segment, envelope: text }), 422, {
      code: 'not-an-envelope',
      record: 'suppressions',
    });
  const none = nextSegment({ account, head: EMPTY }, by, { list: 'consents' });
  await refuse(() => append(by, none.segment), 409, { code: 'list-key-replaced', current: 0 });
  await refuse(() => page(by, 0, 'friends'), 422, { code: 'invalid-request' });
  await refuse(() => page(owner.browser, 0, 'consents'), 404, { code: 'not-found' });
});

test('only readers and gateways that hold the key see or append anything', async () => {
  const { owner, account, gateways, browser } = await begun();
  const stranger = await owner.gateway();
  const needs = { code: 'forbidden', needs: 'read' };
  await refuse(() => page(stranger), 403, needs);
  await refuse(() => getKeys(stranger), 403, needs);
  const { segment } = nextSegment({ account, head: EMPTY }, stranger);
  await refuse(() => append(stranger, segment), 403, needs);
  const viewer = await owner.admit('browser', ['read']);
  assert.equal((await page(viewer)).status, 200);
  const set = keySet(viewer.id, { version: 2 });
  await refuse(() => putKeys(viewer, set), 403, { code: 'forbidden', needs: 'configure' });
  await refuse(() => putKeys(gateways[0], { ...set, author: gateways[0].id }), 403, {
    code: 'forbidden',
    needs: 'configure',
  });
  await refuse(() => putKeys(browser, set), 403, { code: 'wrong-author' });
  const foreign = await ListOwner.create(server);
  await refuse(() => page(foreign.browser), 404, { code: 'not-found' });
  const headers = await seedSession(database, account);
  const bySession = () => server.call('GET', '/v1/lists/suppressions/keys', { headers });
  await refuse(bySession, 401, { code: 'unauthenticated' });
});

test('new keys are for the list as it is, in the epoch that is, and for live gateways', async () => {
  const { owner, account, gateways, browser, keys } = await begun();
  const [by, other] = gateways;
  const first = nextSegment({ account, head: EMPTY }, by);
  await append(by, first.segment);
  const next = (given: Parameters<typeof keySet>[1] = {}): ListKeySet =>
    keySet(browser.id, { version: 2, head: first.head, gateways: [by.id], ...given });
  assert.deepEqual((await putKeys(browser, keys)).body, { version: 1 });
  const conflict = { code: 'version-conflict', record: 'suppressions', current: 1 };
  await refuse(() => putKeys(browser, next({ version: 1 })), 409, conflict);
  await refuse(() => putKeys(browser, next({ version: 3 })), 409, conflict);
  const behind = { code: 'list-conflict', head: first.head };
  await refuse(() => putKeys(browser, next({ head: EMPTY })), 409, behind);
  await refuse(() => putKeys(browser, next({ head: { count: 1, digest: octets(32) } })), 409, behind);
  await refuse(() => putKeys(browser, next({ epoch: 2 })), 409, { code: 'wrong-epoch', epoch: 1 });
  for (const gateway of [randomId(), browser.id])
    await refuse(() => putKeys(browser, next({ gateways: [gateway] })), 422, { code: 'unknown-target' });
  const none = { code: 'version-conflict', record: 'consents', current: 0 };
  await refuse(() => putKeys(browser, next({ list: 'consents' })), 409, none);
  assert.equal((await putKeys(browser, next())).status, 200);
  const late = nextSegment({ account, head: first.head }, by);
  await refuse(() => append(by, late.segment), 409, { code: 'list-key-replaced', current: 2 });
  const young = nextSegment({ account, head: first.head, keyVersion: 2 }, by);
  assert.equal((await append(by, young.segment)).status, 200);
  assert.equal((await page(by)).body.keyVersion, 2);
  await refuse(() => page(other), 403, { code: 'forbidden', needs: 'read' });
  await owner.remove(other.id, { [browser.id]: 0, [by.id]: 0 });
  const gone = next({ version: 3, epoch: 2, head: young.head, gateways: [other.id] });
  await refuse(() => putKeys(browser, gone), 422, { code: 'unknown-target' });
  assert.equal((await append(other, young.segment)).status, 401);
});

test('devices that begin or renew a list at once: one is taken, the others are told', async () => {
  const owner = await ListOwner.create(server);
  const can = ['read', 'configure'] as const;
  const devices = [
    owner.browser,
    await owner.admit('browser', [...can]),
    await owner.admit('phone', [...can]),
  ];
  for (const list of ['suppressions', 'consents'] as const)
    for (let version = 1; version <= 6; version++) {
      const puts = devices.map((device) => putKeys(device, keySet(device.id, { list, version })));
      const answers = await Promise.all(puts);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
      const taken = devices[answers.findIndex(({ status }) => status === 200)];
      assert.equal((await getKeys(owner.browser, list)).body.author, taken?.id);
    }
});

test('a long list comes in pages that end before they are too large', async () => {
  const { account, gateways } = await begun();
  const [by] = gateways;
  let head = EMPTY;
  for (let i = 0; i < 7; i++) {
    const next = nextSegment({ account, head }, by, { envelope: envelope(1, 1024 * 1024) });
    assert.equal((await append(by, next.segment)).status, 200);
    head = next.head;
  }
  const numbers: number[] = [];
  const sizes: number[] = [];
  for (let at: number | null = 0; at !== null;) {
    const { body }: { body: ListSegmentsPage } = await page(by, at);
    assert.deepEqual(body.head, head);
    sizes.push(body.segments.length);
    numbers.push(...body.segments.map(({ number }) => number));
    at = numbers.length < head.count ? numbers.length : null;
  }
  assert.deepEqual(
    [numbers, sizes],
    [
      [0, 1, 2, 3, 4, 5, 6],
      [4, 3],
    ],
  );
});

test('lists of one name are the account’s own', async () => {
  const [one, other] = [await begun(), await begun()];
  const mine: Id[] = [];
  for (const { account, browser } of [one, other]) {
    const next = nextSegment({ account, head: EMPTY }, browser);
    assert.equal((await append(browser, next.segment)).status, 200);
    mine.push(next.segment.author);
  }
  for (const [at, { browser }] of [one, other].entries())
    assert.deepEqual(
      (await page(browser)).body.segments.map(({ author }) => author),
      [mine[at]],
    );
});
