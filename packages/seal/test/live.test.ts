import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, LiveEvent, toBase64Url, type LivePayload } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import { LiveReceiver, randomId, removeDevices, sealLive, type Chain, type Keyring } from '../src/index.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

const RING: LivePayload = { v: 1, type: 'ask-state' };

function event({ account, phoneKeyring, phone }: Household, seq: number, change: object = {}) {
  const base = { account, keyring: phoneKeyring, from: phone.id, to: null, seq, now: NOW };
  return sealLive({ ...base, payload: RING, ...change });
}

function receiver(chain: Chain, keyring: Keyring, me: string): LiveReceiver {
  return new LiveReceiver({ chain: () => chain, keyring: () => keyring, me });
}

const browserOf = ({ chain, keyring, browser }: Household) => receiver(chain, keyring, browser.id);

test('[SEAL-45] a live event arrives as it was sent', async () => {
  const house = await household();
  const sent = await event(house, 1);
  equal(Check(LiveEvent, sent), true);
  deepEqual(await browserOf(house).open(sent, NOW + 1000), RING);
  const direct = await event(house, 1, { to: house.browser.id });
  deepEqual(await browserOf(house).open(direct, NOW), RING);
});

test('[SEAL-45] an altered live event is refused, and does not use up its sequence', async () => {
  const house = await household();
  const listening = browserOf(house);
  const sent = await event(house, 5);
  const later = new Date(NOW + 1).toISOString();
  for (const change of [{ seq: 6 }, { at: later }, { to: house.browser.id }, { from: house.browser.id }])
    await refused('not-authentic', () => listening.open({ ...sent, ...change }, NOW));
  const octets = fromBase64Url(sent.envelope);
  for (const at of octets.keys()) {
    const envelope = toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1));
    const code = at === 0 ? 'unknown-suite' : at < 33 ? 'wrong-key' : 'not-authentic';
    await refused(code, () => listening.open({ ...sent, envelope }, NOW));
  }
  deepEqual(await listening.open(sent, NOW), RING);
});

test('[SEAL-46] a repeated, late or early live event is dropped', async () => {
  const house = await household();
  const listening = browserOf(house);
  const [one, two, three] = [await event(house, 1), await event(house, 2), await event(house, 3)];
  deepEqual(await listening.open(two, NOW), RING);
  await refused('replayed', () => listening.open(two, NOW));
  await refused('replayed', () => listening.open(one, NOW));
  const twins = await Promise.allSettled([listening.open(three, NOW), listening.open(three, NOW)]);
  deepEqual(twins.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const fresh = await event(house, 9);
  await refused('too-old', () => listening.open(fresh, NOW + 120_001));
  await refused('too-old', () => listening.open(fresh, NOW - 300_001));
  await refused('too-old', () => listening.open({ ...fresh, at: 'now' }, NOW));
  deepEqual(await listening.open(fresh, NOW + 120_000), RING);
});

test('[SEAL-46] a live event for another, of a stranger, of a removed device or of another epoch is dropped', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, phone, gateway } = house;
  const listening = browserOf(house);
  await refused('not-permitted', async () => listening.open(await event(house, 1, { to: gateway.id }), NOW));
  await refused('not-permitted', async () =>
    listening.open(await event(house, 1, { from: gateway.id }), NOW),
  );
  await refused('unknown-device', async () =>
    listening.open(await event(house, 1, { from: randomId() }), NOW),
  );
  const removal = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [phone.id],
    authored: {},
    now: NOW,
  });
  const after = receiver(removal.chain, removal.keyring, browser.id);
  await refused('unknown-epoch', async () => after.open(await event(house, 1), NOW));
  const renamed = await event(house, 1, { keyring: removal.keyring });
  await refused('removed-device', () => after.open(renamed, NOW));
  await refused('unknown-epoch', () => listening.open(renamed, NOW));
  await refused('wrong-key', async () =>
    after.open({ ...(await event(house, 2, { from: browser.id })), epoch: 2 }, NOW),
  );
});
