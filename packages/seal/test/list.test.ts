import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  AppendListSegment,
  fromBase64Url,
  ORDINARY_CAPABILITIES,
  toBase64Url,
  type ListHead,
} from '@smseal/protocol';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import {
  followList,
  openListKeys,
  removeDevices,
  requireListEnd,
  sealListKeys,
  sealListSegment,
  type Chain,
  type ListKeys,
} from '../src/index.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { EMPTY, grow, newKeys, numbersIn, withGateway } from './list-house.ts';
import { refused } from './refused.ts';

/** The browser, the phone and the gateway append two segments each. */
async function sixSegments(house: Household) {
  const { chain, browser, phone, gateway } = house;
  const keys = await newKeys(house, { gateways: [gateway.id] });
  const authors = [browser, gateway, phone, gateway, browser, phone];
  return { chain, keys, ...(await grow(chain, keys, { authors })) };
}

/** Removes the household's gateway and gives the list a key without it. */
async function revoke(house: Household, { keys, head }: { keys: ListKeys; head: ListHead }) {
  const { chain, keyring, browser, gateway } = house;
  const removal = { chain, keyring, by: browser, remove: [gateway.id], authored: {}, now: NOW };
  const after = await removeDevices(removal);
  const given = { by: browser, list: 'suppressions', before: keys, head, gateways: [] } as const;
  const set = await sealListKeys({ chain: after.chain, ...given });
  const next = await openListKeys({ set, chain: after.chain, as: { keyring: after.keyring } });
  return { chain: after.chain, keys: next };
}

test('[SEAL-69] what readers and gateways append, all who hold the key read, in order', async () => {
  const house = await household();
  const { chain, keys, segments, head } = await sixSegments(house);
  for (const segment of segments) equal(Check(AppendListSegment, segment), true);
  const whole = await followList({ chain, keys, from: EMPTY, segments });
  deepEqual(whole.head, head);
  deepEqual(
    whole.segments.map(({ author }) => author),
    segments.map(({ author }) => author),
  );
  const read = await numbersIn({ chain, keys, from: EMPTY, segments });
  deepEqual(
    read,
    segments.map(({ number }) => ({ n: number })),
  );
});

test('[SEAL-69] a segment altered in any clear field or its envelope is not its author’s', async () => {
  const house = await household();
  const { chain, keys, segments, heads } = await sixSegments(house);
  const [segment, other] = [segments[1], segments[3]];
  if (!segment || !other || !heads[0]) throw new Error('six segments');
  const octets = fromBase64Url(segment.envelope);
  const flipped = [0, 1, 40, octets.length - 1].map((at) =>
    toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1)),
  );
  const changes: Partial<AppendListSegment>[] = [
    { author: house.phone.id },
    { signature: other.signature },
    { envelope: other.envelope },
    ...flipped.map((envelope) => ({ envelope })),
  ];
  const at = { chain, keys, from: heads[0] };
  for (const change of changes)
    await refused('bad-signature', () => followList({ ...at, segments: [{ ...segment, ...change }] }));
  const otherAccount = { ...keys, account: house.phone.id };
  await refused('bad-signature', () => followList({ ...at, keys: otherAccount, segments: [segment] }));
});

test('[SEAL-70] a list with a segment dropped, repeated, moved or replaced is refused wherever it is cut', async () => {
  const house = await household();
  const { chain, keys, segments, heads } = await sixSegments(house);
  const { segments: others } = await grow(chain, keys, { authors: Array.from(segments, () => house.phone) });
  const lies = fc.oneof(
    fc.record({ kind: fc.constant('drop' as const), at: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ kind: fc.constant('repeat' as const), at: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ kind: fc.constant('swap' as const), at: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ kind: fc.constant('replace' as const), at: fc.integer({ min: 1, max: 5 }) }),
  );
  await fc.assert(
    fc.asyncProperty(lies, fc.integer({ min: 0, max: 5 }), async ({ kind, at }, cut) => {
      const told = [...segments];
      const [one, next, other] = [told[at], told[at + 1], others[at]];
      if (!one || !other) throw new Error('six segments');
      if (kind === 'drop') told.splice(at, 1);
      if (kind === 'repeat') told.splice(at, 0, one);
      if (kind === 'swap' && next) told.splice(at, 2, next, one);
      if (kind === 'replace') told.splice(at, 1, other);
      const from = Math.min(cut, at);
      const head = from === 0 ? EMPTY : heads[from - 1];
      if (!head) throw new Error('six segments');
      const code = kind === 'replace' ? 'list-forked' : 'list-broken';
      await refused(code, () => followList({ chain, keys, from: head, segments: told.slice(from) }));
    }),
    { numRuns: 60 },
  );
});

test('[SEAL-70] a segment of another list is refused', async () => {
  const house = await household();
  const { chain, keys, segments } = await sixSegments(house);
  await refused('list-broken', () =>
    followList({ chain, keys: { ...keys, list: 'consents' }, from: EMPTY, segments }),
  );
});

test('[SEAL-70] each part of a list stands under the key of its time', async () => {
  const house = await newHousehold();
  const { chain, gateway, phone } = house;
  const first = await newKeys(house, { gateways: [gateway.id] });
  const old = await grow(chain, first, { authors: [gateway, phone] });
  const second = await newKeys(house, { before: first, head: old.head, gateways: [gateway.id] });
  const young = await grow(chain, second, { after: old.head, authors: [phone, gateway] });
  const segments = [...old.segments, ...young.segments];
  const read = await numbersIn({ chain, keys: second, from: EMPTY, segments });
  deepEqual(read, [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }]);
  await refused('wrong-key', () => followList({ chain, keys: first, from: EMPTY, segments }));
  const late = await grow(chain, first, { after: old.head, authors: [gateway] });
  await refused('list-broken', () =>
    followList({ chain, keys: second, from: old.head, segments: late.segments }),
  );
  const early = await grow(chain, second, { authors: [phone] });
  await refused('list-broken', () =>
    followList({ chain, keys: second, from: EMPTY, segments: early.segments }),
  );
});

test('[SEAL-71] a stranger, and a device that neither reads nor writes, append nothing', async () => {
  const house = await household();
  const { chain, gateway } = await withGateway(house);
  const keys = await newKeys({ ...house, chain });
  const { segments } = await grow(chain, keys, { authors: [gateway] });
  await refused('unknown-device', () => grow(house.chain, keys, { authors: [gateway] }));
  await refused('unknown-device', () => followList({ chain: house.chain, keys, from: EMPTY, segments }));
  const [before, device] = [chain.devices, chain.device(gateway.id)];
  if (!device) throw new Error('admitted');
  // As a chain would tell it that admitted the same device for less.
  const lesser = { ...device, can: ORDINARY_CAPABILITIES.gateway.filter((can) => can !== 'write') };
  const fork = Object.assign(Object.create(chain) as Chain, {
    devices: new Map(before).set(gateway.id, lesser),
  });
  await refused('not-permitted', () => grow(fork, keys, { authors: [gateway] }));
  await refused('not-permitted', () => followList({ chain: fork, keys, from: EMPTY, segments }));
});

test('[SEAL-71] what a removed gateway appended stays, and it appends nothing more', async () => {
  const house = await newHousehold();
  const { gateway, phone } = house;
  const keys = await newKeys(house, { gateways: [gateway.id] });
  const known = await grow(house.chain, keys, { authors: [gateway, phone] });
  const more = await grow(house.chain, keys, { after: known.head, authors: [gateway] });
  const after = await revoke(house, { keys, head: known.head });
  await refused('removed-device', () => grow(after.chain, keys, { authors: [gateway] }));
  const start = { ...after, from: EMPTY };
  deepEqual(await numbersIn({ ...start, segments: known.segments }), [{ n: 0 }, { n: 1 }]);
  const at = { ...after, from: known.head, segments: more.segments };
  await refused('list-broken', () => followList(at));
  // Until the key changes, what was seen of it before counts, and nothing else.
  const between = { ...start, keys, segments: [...known.segments, ...more.segments] };
  await refused('removed-device', () => followList(between));
  await refused('removed-device', () => followList({ ...between, pin: known.head }));
  equal((await followList({ ...between, pin: more.head })).segments.length, 3);
  equal((await followList({ ...between, settling: true })).segments.length, 3);
  const forged = { count: more.head.count, digest: known.head.digest };
  await refused('list-forked', () => followList({ ...between, pin: forged }));
});

test('[SEAL-72] a list that is shorter than, or other than, what was seen or signed is refused', async () => {
  const house = await household();
  const { chain, keys: first, segments, heads, head } = await sixSegments(house);
  const keys = await newKeys(house, { before: first, head });
  const fork = await grow(chain, first, { authors: segments.map(() => house.phone) });
  const at = { chain, keys, from: EMPTY };
  equal((await followList({ ...at, segments })).head.digest, head.digest);
  await refused('list-forked', () => followList({ ...at, segments: fork.segments }));
  const pin = heads[2] ?? null;
  await refused('list-forked', () => followList({ ...at, keys: first, pin, segments: fork.segments }));
  await refused('list-forked', () => followList({ ...at, from: { count: 3, digest: null }, pin, segments }));
  requireListEnd(head, [keys.head, pin ?? head]);
  for (const shorter of heads.slice(0, -1))
    await refused('list-shorter', () => requireListEnd(shorter, [keys.head]));
  await refused('list-forked', () => requireListEnd(fork.head, [keys.head]));
});

test('[SEAL-73] one author’s nonsense does not end the list', async () => {
  const house = await household();
  const { chain, gateway, phone } = house;
  const keys = await newKeys(house, { gateways: [gateway.id] });
  const foreign = await newKeys(house);
  const under = (secrets: ListKeys, after: ListHead, entries: unknown[]) =>
    sealListSegment({ chain, by: gateway, keys: secrets, after, entries });
  const nothing = await under(keys, EMPTY, []);
  const other = await under(foreign, nothing.head, [{ n: 1 }]);
  const rest = await grow(chain, keys, { after: other.head, authors: [phone] });
  const segments = [nothing.segment, other.segment, ...rest.segments];
  const read = await numbersIn({ chain, keys, from: EMPTY, segments });
  deepEqual(read, ['malformed', 'wrong-key', { n: 2 }]);
});
