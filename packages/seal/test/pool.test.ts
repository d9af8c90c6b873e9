import { deepEqual, equal, notDeepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import {
  PostPoolKey,
  type BatchContent,
  type GatewaySettings,
  type Id,
  type PoolKeyView,
} from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  chooseDayKey,
  generateDeviceKeys,
  grantDayKey,
  openBatch,
  openDayKey,
  openGatewaySettings,
  poolStanding,
  randomId,
  removeDevices,
  sealBatch,
  sealDayKey,
  sealGatewaySettings,
  verifyDayKey,
  type Chain,
  type DayKey,
  type DeviceKeys,
  type PoolStanding,
} from '../src/index.ts';
import { admit, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

const DAY = '2026-11-22';
const CONTENT: BatchContent = {
  v: 1,
  createdAt: '2026-11-22T12:00:00.000Z',
  texts: [{ to: ['+4915112345678'], text: 'On my way', simSlot: null }],
};

/** A household with two more gateways: the first two are a pool, the third is by itself. */
interface Firm extends Household {
  second: DeviceKeys;
  third: DeviceKeys;
  standing: PoolStanding;
}

async function newFirm(): Promise<Firm> {
  const house = await newHousehold();
  const [second, third] = [await generateDeviceKeys(), await generateDeviceKeys()];
  let { chain } = house;
  for (const device of [second, third])
    ({ chain } = await admit(chain, house.keyring, { by: house.browser, device, platform: 'gateway' }));
  const settings = settingsOf(house.gateway.id, [house.gateway.id, second.id]);
  return { ...house, chain, second, third, standing: poolStanding(chain, house.gateway.id, settings) };
}

function settingsOf(gateway: Id, members: Id[], change: Partial<GatewaySettings> = {}): GatewaySettings {
  return {
    v: 1,
    gateway,
    members,
    generation: 0,
    secret: 'A'.repeat(43),
    version: 1,
    at: new Date(NOW).toISOString(),
    paused: false,
    apiKeys: [],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: null, textsPerDay: null },
    ...change,
  };
}

/** A key as the server hands it to a device. */
function shownTo(device: Id, { members, ...key }: PostPoolKey): PoolKeyView {
  const ids = members.map((member) => member.device);
  const wrap = members.find((member) => member.device === device)?.wrap ?? null;
  return { ...key, members: ids, holders: ids, wrap, until: '2026-12-06' };
}

const sealKey = (firm: Firm, change: { by?: DeviceKeys; standing?: PoolStanding; day?: string } = {}) =>
  sealDayKey({ chain: firm.chain, by: firm.gateway, standing: firm.standing, day: DAY, ...change });

const batchTo = ({ chain, browser }: Firm, target: Id | DayKey) => {
  const when = { priority: 5, notBefore: null, expires: '2026-11-23T12:00:00.000Z' };
  return sealBatch({ chain, by: browser, target, content: CONTENT, ...when });
};

const remove = async (firm: Firm, device: DeviceKeys): Promise<Chain> => {
  const { chain, keyring, browser } = firm;
  const removal = { chain, keyring, by: browser, remove: [device.id], authored: {}, now: NOW };
  return (await removeDevices(removal)).chain;
};

test('[SEAL-74] who belongs to a pool is what signed settings name and the chain has not removed', async () => {
  const firm = await newFirm();
  const { chain, gateway, second, third } = firm;
  deepEqual(poolStanding(chain, third.id, null), { pool: third.id, members: [third.id], generation: 0 });
  deepEqual(firm.standing, { pool: gateway.id, members: [gateway.id, second.id], generation: 0 });
  const after = await remove(firm, second);
  const before = settingsOf(gateway.id, [gateway.id, second.id], { generation: 4 });
  const gone = { pool: gateway.id, members: [gateway.id], generation: 5 };
  deepEqual(poolStanding(after, gateway.id, before), gone);
  // Settings that drop the removed one count it themselves.
  deepEqual(poolStanding(after, gateway.id, settingsOf(gateway.id, [gateway.id], { generation: 5 })), gone);
});

test('[SEAL-75] a member makes the key of a day, and every member opens it to the same pair', async () => {
  const firm = await newFirm();
  const { chain, gateway, second, third, standing } = firm;
  const key = await sealKey(firm);
  equal(Check(PostPoolKey, key), true);
  const verified = await verifyDayKey(shownTo(firm.browser.id, key), { chain, standing });
  deepEqual([verified.id, verified.pool, verified.day], [key.id, gateway.id, DAY]);
  const held = await Promise.all(
    [gateway, second].map((device) => openDayKey(shownTo(device.id, key), { chain, device })),
  );
  deepEqual(held[0]?.seed, held[1]?.seed);
  await refused('not-permitted', () => openDayKey(shownTo(third.id, key), { chain, device: third }));
  await refused('not-permitted', () => sealKey(firm, { by: third }));
  notDeepEqual((await sealKey(firm)).public, key.public);
});

test('[SEAL-75] a wrap for another member, of another key, or that holds another private key opens nothing', async () => {
  const firm = await newFirm();
  const { chain, gateway: device, second } = firm;
  const [a, b] = [await sealKey(firm), await sealKey(firm)];
  const [mine, others, bs] = [shownTo(device.id, a), shownTo(second.id, a), shownTo(device.id, b)];
  await refused('not-authentic', () => openDayKey({ ...mine, wrap: others.wrap }, { chain, device }));
  await refused('not-authentic', () => openDayKey({ ...mine, wrap: bs.wrap }, { chain, device }));
  const held = await openDayKey(bs, { chain, device });
  const { wrap } = await grantDayKey({ ...held, id: a.id }, { chain, device: device.id });
  await refused('wrong-key', () => openDayKey({ ...mine, wrap }, { chain, device }));
});

test('[SEAL-76] a key whose public half, day, pool, generation, author or members are altered is not its author’s', async () => {
  const firm = await newFirm();
  const { chain, standing, second, third, browser } = firm;
  const key = shownTo(browser.id, await sealKey(firm));
  const other = await sealKey(firm, { day: '2026-11-23' });
  const changes: Partial<PoolKeyView>[] = [
    { public: other.public },
    { day: '2026-11-23' },
    { id: randomId() },
    { author: second.id },
    { members: [second.id] },
    { signature: other.signature },
  ];
  for (const change of changes)
    await refused('bad-signature', () => verifyDayKey({ ...key, ...change }, { chain, standing }));
  const elsewhere = { ...standing, pool: third.id };
  await refused('bad-signature', () =>
    verifyDayKey({ ...key, pool: third.id }, { chain, standing: elsewhere }),
  );
  await refused('bad-signature', () =>
    verifyDayKey({ ...key, generation: 1 }, { chain, standing: { ...standing, generation: 1 } }),
  );
});

test('[SEAL-77] nobody seals to a key of another pool, or by or for a device that is no member', async () => {
  const firm = await newFirm();
  const { chain, standing, gateway, third, browser, second } = firm;
  const key = shownTo(browser.id, await sealKey(firm));
  const lonely = poolStanding(chain, third.id, null);
  await refused('not-permitted', () => verifyDayKey(key, { chain, standing: lonely }));
  // The server puts a member in, and the member makes keys for a pool that is not its own.
  const claimed = { ...standing, members: [...standing.members, third.id] };
  const foreign = shownTo(browser.id, await sealKey(firm, { by: third, standing: claimed }));
  await refused('not-permitted', () => verifyDayKey(foreign, { chain, standing }));
  const shared = shownTo(browser.id, await sealKey(firm, { standing: claimed }));
  await refused('not-permitted', () => verifyDayKey(shared, { chain, standing }));
  const phone = shownTo(browser.id, await sealKey(firm));
  await refused('not-permitted', () =>
    verifyDayKey({ ...phone, author: firm.phone.id }, { chain, standing }),
  );
  await refused('unknown-device', () => verifyDayKey({ ...key, author: randomId() }, { chain, standing }));
  deepEqual(await openedMembers(firm, [gateway.id, second.id]), standing.members);
});

/** The members that a reader finds in signed settings. */
async function openedMembers(
  { chain, browser, keyring, gateway }: Firm,
  members: Id[],
): Promise<readonly Id[]> {
  const settings = settingsOf(gateway.id, members);
  const put = await sealGatewaySettings({ chain, by: browser, settings });
  const opened = await openGatewaySettings({ put, chain, as: { keyring } });
  return poolStanding(chain, gateway.id, opened.settings).members;
}

test('[SEAL-61] [SEAL-63] the server adds no member, drops none, and shows none another’s settings', async () => {
  const firm = await newFirm();
  const { chain, browser, keyring, gateway, second, third } = firm;
  const settings = settingsOf(gateway.id, [gateway.id, second.id]);
  const put = await sealGatewaySettings({ chain, by: browser, settings });
  for (const device of [gateway, second])
    deepEqual((await openGatewaySettings({ put, chain, as: { device } })).settings, settings);
  const wrap = put.members[0]?.wrap ?? { enc: '', sealed: '' };
  const added = { ...put, members: [...put.members, { device: third.id, wrap }] };
  const dropped = { ...put, members: put.members.slice(0, 1) };
  for (const lie of [added, dropped])
    for (const as of [{ keyring }, { device: gateway }])
      await refused('bad-signature', () => openGatewaySettings({ put: lie, chain, as }));
  await refused('not-permitted', () => openGatewaySettings({ put, chain, as: { device: third } }));
});

test('[SEAL-77] once a member has left, by settings or by the chain, nobody seals to what it could open', async () => {
  const firm = await newFirm();
  const { chain, browser, gateway, second, standing } = firm;
  const key = shownTo(browser.id, await sealKey(firm));
  await verifyDayKey(key, { chain, standing });
  const dropped = poolStanding(chain, gateway.id, settingsOf(gateway.id, [gateway.id], { generation: 1 }));
  await refused('not-permitted', () => verifyDayKey(key, { chain, standing: dropped }));
  // What the removed one makes now is of nobody.
  const its = shownTo(
    browser.id,
    await sealKey(firm, { by: second, standing: { ...standing, generation: 1 } }),
  );
  await refused('not-permitted', () => verifyDayKey(its, { chain, standing: dropped }));
  const after = await remove(firm, second);
  const removed = poolStanding(after, gateway.id, settingsOf(gateway.id, [...standing.members]));
  await refused('not-permitted', () => verifyDayKey(key, { chain: after, standing: removed }));
  await refused('removed-device', () => verifyDayKey(its, { chain: after, standing: removed }));
  const next = await sealDayKey({ chain: after, by: gateway, standing: removed, day: DAY });
  await verifyDayKey(shownTo(browser.id, next), { chain: after, standing: removed });
});

test('[SEAL-78] a member that came later is granted what another holds, and nobody else is', async () => {
  const firm = await newFirm();
  const { chain, gateway, third, phone } = firm;
  const key = await sealKey(firm);
  const held = await openDayKey(shownTo(gateway.id, key), { chain, device: gateway });
  const { wrap } = await grantDayKey(held, { chain, device: third.id });
  const granted = await openDayKey({ ...shownTo(third.id, key), wrap }, { chain, device: third });
  deepEqual(granted.seed, held.seed);
  await refused('not-permitted', () => grantDayKey(held, { chain, device: phone.id }));
});

test('[SEAL-79] a batch to a pool opens with the key of its day, at any member, and with nothing else', async () => {
  const firm = await newFirm();
  const { chain, keyring, browser, gateway, second, third, standing } = firm;
  const [key, other] = [await sealKey(firm), await sealKey(firm, { day: '2026-11-23' })];
  const batch = await batchTo(firm, await verifyDayKey(shownTo(browser.id, key), { chain, standing }));
  deepEqual([batch.target, batch.poolKey], [gateway.id, key.id]);
  for (const device of [gateway, second]) {
    const held = await openDayKey(shownTo(device.id, key), { chain, device });
    const dayKey = (id: Id) => (id === key.id ? held : null);
    deepEqual((await openBatch({ batch, chain, as: { device, dayKey } })).content, CONTENT);
    const wrong = await openDayKey(shownTo(device.id, other), { chain, device });
    await refused('not-authentic', () => openBatch({ batch, chain, as: { device, dayKey: () => wrong } }));
    await refused('no-day-key', () => openBatch({ batch, chain, as: { device, dayKey: () => null } }));
  }
  const { targetWrap: _wrap, ...stored } = { ...batch, states: ['queued' as const] };
  deepEqual((await openBatch({ batch: stored, chain, as: { keyring } })).content, CONTENT);
  // Not with the gateway's own key: without the day's key the past stays closed.
  await refused('not-permitted', () => openBatch({ batch, chain, as: { device: gateway } }));
  for (const change of [{ poolKey: other.id }, { poolKey: null }, { target: third.id }])
    await refused('bad-signature', () =>
      openBatch({ batch: { ...batch, ...change }, chain, as: { keyring } }),
    );
});

test('[SEAL-80] sealed to is today’s key, or the newest of the last seven days, and tomorrow’s if there is no other', () => {
  const key = (day: string): DayKey => ({ id: day, pool: 'pool', day, agree: new Uint8Array(32) });
  const chosen = (...days: string[]) => chooseDayKey(days.map(key), DAY)?.day ?? null;
  equal(chosen('2026-11-20', '2026-11-22', '2026-11-23'), '2026-11-22');
  equal(chosen('2026-11-16', '2026-11-20'), '2026-11-20');
  equal(chosen('2026-11-21', '2026-11-23'), '2026-11-21');
  equal(chosen('2026-11-23', '2026-11-24'), '2026-11-23');
  equal(chosen('2026-11-15'), '2026-11-15');
  equal(chosen('2026-11-14'), null);
  equal(chosen('2026-11-24'), null);
  equal(chosen(), null);
});
