import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { DirectEvent, fromBase64Url, toBase64Url } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  admitDevice,
  describeDevice,
  DirectReceiver,
  extendChain,
  generateDeviceKeys,
  removeDevices,
  sealDirect,
  type Chain,
  type DeviceKeys,
} from '../src/index.ts';
import { sealWrap } from '../src/envelope/wrap.ts';
import { frame } from '../src/octets/frame.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

const ASK = { v: 1, type: 'watch', webhooks: [] };
const MINUTE = 60_000;

type Change = Partial<Parameters<typeof sealDirect>[0]>;

/** What the browser asks of the gateway. */
function ask({ chain, browser, gateway }: Household, change: Change = {}) {
  const base = { chain, by: browser, to: gateway.id, now: NOW, expires: NOW + MINUTE, payload: ASK };
  return sealDirect({ ...base, ...change });
}

const receiver = (chain: Chain, me: DeviceKeys) => new DirectReceiver({ chain: () => chain, me });
const gatewayOf = ({ chain, gateway }: Household) => receiver(chain, gateway);

test('[SEAL-90] a direct event arrives as it was sent, both ways', async () => {
  const house = await household();
  const { chain, browser, gateway, phone } = house;
  const sent = await ask(house);
  equal(Check(DirectEvent, sent), true);
  deepEqual(await gatewayOf(house).open(sent, NOW + 1000), ASK);
  const told = { by: gateway, payload: { v: 1, type: 'status' } };
  const back = await ask(house, { ...told, to: browser.id });
  deepEqual(await receiver(chain, browser).open(back, NOW), told.payload);
  const toPhone = await ask(house, { ...told, to: phone.id });
  deepEqual(await receiver(chain, phone).open(toPhone, NOW), told.payload);
});

test('[SEAL-90] octets that were altered, and a wrap of another key, are refused and use up nothing', async () => {
  const house = await household();
  const listening = gatewayOf(house);
  const sent = await ask(house);
  const octets = fromBase64Url(sent.envelope);
  for (const at of [0, 1, 40, octets.length - 1]) {
    const envelope = toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1));
    await refused('bad-signature', () => listening.open({ ...sent, envelope }, NOW));
  }
  const info = frame('direct/wrap', house.account, house.gateway.id, sent.id);
  const wrap = await sealWrap({ to: house.gateway.agreePublic, info }, new Uint8Array(32));
  await refused('wrong-key', () => listening.open({ ...sent, wrap }, NOW));
  const other = await ask(house);
  await refused('not-authentic', () => listening.open({ ...sent, wrap: other.wrap }, NOW));
  deepEqual(await listening.open(sent, NOW), ASK);
});

test('[SEAL-91] what the server forges, or readdresses, is refused', async () => {
  const house = await household();
  const { chain, browser, gateway, phone } = house;
  const sent = await ask(house);
  const listening = gatewayOf(house);
  const later = new Date(NOW + 1).toISOString();
  for (const change of [{ id: house.account }, { at: later }, { expires: later }, { from: phone.id }])
    await refused('bad-signature', () => listening.open({ ...sent, ...change }, NOW));
  // A server that knows every public key seals to the gateway well, and still cannot sign.
  const forged = await ask(house, { by: { ...browser, sign: gateway.sign } });
  await refused('bad-signature', () => listening.open(forged, NOW));
  await refused('not-permitted', () => receiver(chain, phone).open(sent, NOW));
  const elsewhere = await newHousehold();
  await refused('unknown-device', () => receiver(elsewhere.chain, house.gateway).open(sent, NOW));
});

test('[SEAL-92] only devices that configure and gateways have anything to say to each other so', async () => {
  const house = await household();
  const { chain, keyring, phoneKeyring, browser, gateway, phone } = house;
  await refused('not-permitted', () => ask(house, { to: phone.id }));
  await refused('not-permitted', () => ask(house, { by: gateway, to: gateway.id }));
  const viewer = await generateDeviceKeys();
  const description = describeDevice(viewer, 'browser', 'A viewer');
  const can = ['read'] as const;
  const request = await admitDevice({ chain, keyring, by: browser, description, can: [...can], now: NOW });
  const grown = await extendChain(chain, request.entries);
  await refused('not-permitted', () => ask(house, { chain: grown, by: viewer }));
  // One that seals by a chain of its own making is refused all the same.
  const sent = await ask(house);
  await refused('not-permitted', () => receiver(grown, gateway).open({ ...sent, from: viewer.id }, NOW));
  const removal = await removeDevices({
    chain,
    keyring: phoneKeyring,
    by: phone,
    remove: [browser.id],
    authored: {},
    now: NOW,
  });
  await refused('removed-device', () => receiver(removal.chain, gateway).open(sent, NOW));
});

test('[SEAL-93] a repeated, late, early or long-lived direct event is dropped', async () => {
  const house = await household();
  const listening = gatewayOf(house);
  const sent = await ask(house);
  const twins = await Promise.allSettled([listening.open(sent, NOW), listening.open(sent, NOW)]);
  deepEqual(twins.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  await refused('replayed', () => listening.open(sent, NOW));
  const fresh = await ask(house);
  await refused('too-old', () => listening.open(fresh, NOW + MINUTE));
  await refused('too-old', () => listening.open(fresh, NOW - 300_001));
  await refused('too-old', () => listening.open({ ...fresh, at: 'now' }, NOW));
  deepEqual(await listening.open(fresh, NOW + MINUTE - 1), ASK);
  const longLived = await ask(house, { expires: NOW + 120_001 });
  await refused('too-old', () => listening.open(longLived, NOW));
});

test('[SEAL-93] an id is remembered for two days beyond its expiry, whatever the clock says then', async () => {
  const house = await household();
  const listening = gatewayOf(house);
  const day = 24 * 60 * MINUTE;
  const sent = await ask(house);
  await listening.open(sent, NOW);
  await listening.open(await ask(house, { now: NOW + day, expires: NOW + day + MINUTE }), NOW + day);
  // The clock goes back a day.
  await refused('replayed', () => listening.open(sent, NOW));
});
