import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, ListKeySet, toBase64Url } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  openListKeys,
  randomId,
  removeDevices,
  sealListKeys,
  type Chain,
  type ListKeys,
} from '../src/index.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { EMPTY, newKeys, withGateway } from './list-house.ts';
import { refused } from './refused.ts';

const seal = (
  house: Household,
  given: { before?: ListKeys; gateways?: string[]; by?: 'phone' | 'gateway' } = {},
) =>
  sealListKeys({
    chain: house.chain,
    by: house[given.by ?? 'browser'],
    list: 'suppressions',
    before: given.before ?? null,
    head: EMPTY,
    gateways: given.gateways ?? [house.gateway.id],
  });

const both = ({ gateway, keyring }: Household) => [{ device: gateway }, { keyring }] as const;
const secretsOf = (keys: ListKeys) =>
  Array.from(keys.byVersion.values(), ({ secret }) => toBase64Url(secret));

async function without(house: Household, remove: string, chain: Chain = house.chain) {
  const { keyring, browser } = house;
  return removeDevices({ chain, keyring, by: browser, remove: [remove], authored: {}, now: NOW });
}

test('[SEAL-65] [SEAL-67] readers and granted gateways open the same keys, those before them too', async () => {
  const house = await household();
  const { chain, phoneKeyring } = house;
  let before: ListKeys | undefined;
  for (const version of [1, 2, 3]) {
    const set = await seal(house, before ? { before } : {});
    equal(Check(ListKeySet, set), true);
    const readings = [...both(house), { keyring: phoneKeyring }];
    const opened = await Promise.all(readings.map((as) => openListKeys({ set, chain, as })));
    for (const one of opened) {
      deepEqual([one.version, one.gateways, one.head], [version, [house.gateway.id], EMPTY]);
      deepEqual([one.digest, secretsOf(one)], [opened[0]?.digest, secretsOf(opened[0] ?? one)]);
    }
    const secrets = secretsOf(opened[0] as ListKeys);
    equal(new Set(secrets).size, version);
    deepEqual(secrets.slice(0, -1), before ? secretsOf(before) : []);
    before = opened[0];
  }
});

test('[SEAL-66] a gateway that is left out opens nothing, and exchanged wraps open nothing', async () => {
  const house = await newHousehold();
  const { chain, gateway } = await withGateway(house);
  const two = { ...house, chain };
  const set = await seal(two);
  await refused('not-permitted', () => openListKeys({ set, chain, as: { device: gateway } }));
  const shared = await seal(two, { gateways: [house.gateway.id, gateway.id] });
  const [a, b] = shared.gateways;
  if (!a || !b) throw new Error('two gateways');
  await openListKeys({ set: shared, chain, as: { device: gateway } });
  const exchanged = {
    ...shared,
    gateways: [
      { ...a, wrap: b.wrap },
      { ...b, wrap: a.wrap },
    ],
  };
  for (const device of [house.gateway, gateway])
    await refused('not-authentic', () => openListKeys({ set: exchanged, chain, as: { device } }));
  const other = await seal(two);
  const taken = { ...set, accountWrap: other.accountWrap, gateways: other.gateways };
  for (const as of both(house)) await refused('wrong-key', () => openListKeys({ set: taken, chain, as }));
  const later = await seal(two, { before: await newKeys(two) });
  const late = { ...set, accountWrap: later.accountWrap, gateways: later.gateways };
  for (const as of both(house)) await refused('not-authentic', () => openListKeys({ set: late, chain, as }));
});

test('[SEAL-67] keys that lack one before them are refused', async () => {
  const house = await household();
  const { chain } = house;
  const keys = await newKeys(house);
  for (const byVersion of [new Map(), new Map([...keys.byVersion, [2, [...keys.byVersion.values()][0]]])]) {
    const set = await seal(house, { before: { ...keys, byVersion } });
    for (const as of both(house)) await refused('malformed', () => openListKeys({ set, chain, as }));
  }
});

test('[SEAL-68] keys altered in any clear field or the envelope are not their author’s', async () => {
  const house = await newHousehold();
  const { chain, gateway } = await withGateway(house);
  const set = await seal({ ...house, chain });
  const octets = fromBase64Url(set.envelope);
  const flipped = [0, 1, 40, 60, octets.length - 1].map((at) =>
    toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1)),
  );
  const [first] = set.gateways;
  const changes: Partial<ListKeySet>[] = [
    { list: 'consents' },
    { version: 2 },
    { author: house.phone.id },
    { head: { count: 1, digest: null } },
    { head: { count: 0, digest: toBase64Url(new Uint8Array(32)) } },
    { gateways: [] },
    { gateways: [...set.gateways, { device: gateway.id, wrap: set.accountWrap }] },
    { gateways: [{ device: gateway.id, wrap: first?.wrap ?? set.accountWrap }] },
    { signature: (await seal({ ...house, chain })).signature },
    ...flipped.map((envelope) => ({ envelope })),
  ];
  for (const change of changes)
    for (const as of both(house))
      await refused('bad-signature', () => openListKeys({ set: { ...set, ...change }, chain, as }));
});

test('[SEAL-68] only who configures makes keys, and only for live gateways', async () => {
  const house = await household();
  await refused('not-permitted', () => seal(house, { by: 'gateway' }));
  await refused('not-permitted', () => seal(house, { gateways: [house.phone.id] }));
  await refused('unknown-device', () => seal(house, { gateways: [randomId()] }));
  const after = await without(house, house.gateway.id);
  await refused('removed-device', () => seal({ ...house, chain: after.chain }));
  const set = await seal(house, { by: 'phone' });
  const gone = await without(house, house.phone.id);
  const as = { device: house.gateway };
  const { digest, version } = await openListKeys({ set, chain: house.chain, as });
  await refused('removed-device', () => openListKeys({ set, chain: gone.chain, as }));
  await openListKeys({ set, chain: gone.chain, as, seen: { digest, version } });
  await openListKeys({ set, chain: gone.chain, as: { keyring: gone.keyring } });
});

test('[SEAL-68] older keys, and others in their place, are not taken back', async () => {
  const house = await household();
  const { chain } = house;
  const first = await seal(house);
  const other = await seal(house);
  const before = await openListKeys({ set: first, chain, as: { keyring: house.keyring } });
  const second = await seal(house, { before });
  for (const as of both(house)) {
    const seen = await openListKeys({ set: first, chain, as });
    deepEqual((await openListKeys({ set: first, chain, as, seen })).digest, seen.digest);
    await refused('list-forked', () => openListKeys({ set: other, chain, as, seen }));
    const newer = await openListKeys({ set: second, chain, as, seen });
    notEqual(newer.digest, seen.digest);
    await refused('list-shorter', () => openListKeys({ set: first, chain, as, seen: newer }));
  }
});
