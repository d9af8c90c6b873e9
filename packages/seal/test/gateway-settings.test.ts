import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import {
  fromBase64Url,
  PutGatewaySettings,
  toBase64Url,
  type Capability,
  type GatewaySettings,
  type Wrap,
} from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  admitDevice,
  describeDevice,
  extendChain,
  generateDeviceKeys,
  openGatewaySettings,
  randomId,
  removeDevices,
  sealGatewaySettings,
  type Chain,
  type DeviceKeys,
} from '../src/index.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

function settingsOf(house: Household, change: Partial<GatewaySettings> = {}): GatewaySettings {
  const at = new Date(NOW).toISOString();
  const hash = toBase64Url(new Uint8Array(32).fill(7));
  return {
    v: 1,
    gateway: house.gateway.id,
    members: [change.gateway ?? house.gateway.id],
    generation: 0,
    secret: toBase64Url(new Uint8Array(32).fill(9)),
    version: 1,
    at,
    paused: false,
    apiKeys: [{ id: randomId(), name: 'Shop', hash, scopes: ['send'], createdAt: at }],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: null, textsPerDay: 500 },
    ...change,
  };
}

const seal = (house: Household, change: Partial<GatewaySettings> = {}, by = house.browser) =>
  sealGatewaySettings({ chain: house.chain, by, settings: settingsOf(house, change) });

/** Content that is not of the protocol's shape once it is written: what a signer with other software could seal. */
const written = (settings: GatewaySettings, instead: object): GatewaySettings =>
  Object.assign({ ...settings }, { toJSON: () => ({ ...settings, ...instead }) });

const wrapOf = ({ members }: PutGatewaySettings): Wrap => members[0]?.wrap ?? { enc: '', sealed: '' };
const withWrap = (put: PutGatewaySettings, wrap: Wrap): PutGatewaySettings => ({
  ...put,
  members: put.members.map(({ device }) => ({ device, wrap })),
});

const both = ({ gateway, keyring }: Household) => [{ device: gateway }, { keyring }] as const;

test('[SEAL-59] the gateway and every reader open the settings to the same, and the server sees ids of keys', async () => {
  const house = await household();
  const settings = settingsOf(house, { version: 3 });
  const put = await sealGatewaySettings({ chain: house.chain, by: house.phone, settings });
  equal(Check(PutGatewaySettings, put), true);
  deepEqual([put.version, put.target, put.author], [3, house.gateway.id, house.phone.id]);
  deepEqual(put.keys, [settings.apiKeys[0]?.id]);
  const readings = [...both(house), { keyring: house.phoneKeyring }];
  const opened = await Promise.all(
    readings.map((as) => openGatewaySettings({ put, chain: house.chain, as })),
  );
  for (const one of opened) deepEqual(one, { settings, digest: opened[0]?.digest });
  const again = await sealGatewaySettings({ chain: house.chain, by: house.phone, settings });
  const other = await openGatewaySettings({ put: again, chain: house.chain, as: { device: house.gateway } });
  notEqual(other.digest, opened[0]?.digest);
});

test('[SEAL-60] exchanged wraps, or one that holds another key, open nothing', async () => {
  const house = await household();
  const { chain } = house;
  const [a, again, next] = [await seal(house), await seal(house), await seal(house, { version: 2 })];
  const wraps = { a: wrapOf(a), next: wrapOf(next), again: wrapOf(again) };
  const exchanged = { ...withWrap(a, a.accountWrap), accountWrap: wraps.a };
  const taken = { ...withWrap(a, wraps.next), accountWrap: next.accountWrap };
  const other = { ...withWrap(a, wraps.again), accountWrap: again.accountWrap };
  for (const as of both(house)) {
    await refused('not-authentic', () => openGatewaySettings({ put: exchanged, chain, as }));
    await refused('not-authentic', () => openGatewaySettings({ put: taken, chain, as }));
    await refused('wrong-key', () => openGatewaySettings({ put: other, chain, as }));
  }
});

test('[SEAL-61] settings altered in any clear field, the list of keys or the envelope are not their author’s', async () => {
  const house = await newHousehold();
  const other = await generateDeviceKeys();
  const chain = await withDevice(house, other, 'gateway');
  const key = randomId();
  const put = await seal({ ...house, chain });
  const octets = fromBase64Url(put.envelope);
  const flipped = [0, 1, 40, 60, octets.length - 1].map((at) =>
    toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1)),
  );
  const changes: Partial<PutGatewaySettings>[] = [
    { target: other.id },
    { version: 2 },
    { author: house.phone.id },
    { keys: [] },
    { keys: [...put.keys, key] },
    { keys: [key] },
    { signature: (await seal({ ...house, chain })).signature },
    ...flipped.map((envelope) => ({ envelope })),
  ];
  for (const change of changes)
    for (const as of both(house))
      await refused('bad-signature', () => openGatewaySettings({ put: { ...put, ...change }, chain, as }));
});

/** The household's chain with one more device of these capabilities, or of a platform's ordinary ones. */
async function withDevice(
  { chain, keyring, browser }: Household,
  device: DeviceKeys,
  what: Capability[] | 'gateway',
): Promise<Chain> {
  const isGateway = what === 'gateway';
  const description = describeDevice(device, isGateway ? 'gateway' : 'browser', 'One more');
  const can: Capability[] = isGateway ? ['send', 'deliver', 'write'] : what;
  const request = await admitDevice({ chain, keyring, by: browser, description, can, now: NOW });
  return extendChain(chain, request.entries);
}

test('[SEAL-62] a device that cannot `configure` has no say, a gateway itself least of all', async () => {
  const house = await household();
  const { chain, gateway } = house;
  await refused('not-permitted', () => seal(house, {}, gateway));
  const agent = await generateDeviceKeys();
  const [without, able] = [
    await withDevice(house, agent, ['read', 'send', 'deliver']),
    await withDevice(house, agent, ['read', 'send', 'deliver', 'configure']),
  ];
  await refused('not-permitted', () => seal({ ...house, chain: without }, {}, agent));
  await refused('unknown-device', () => seal(house, {}, agent));
  // Two forks of one chain: signed where it may, shown where it may not.
  const put = await seal({ ...house, chain: able }, {}, agent);
  for (const as of both(house)) {
    await openGatewaySettings({ put, chain: able, as });
    await refused('not-permitted', () => openGatewaySettings({ put, chain: without, as }));
    await refused('unknown-device', () => openGatewaySettings({ put, chain, as }));
  }
});

test('[SEAL-62] settings reach the live gateway that they are for, and no other device', async () => {
  const house = await household();
  const { chain, phone, browser, keyring } = house;
  await refused('not-permitted', () => seal(house, { gateway: phone.id }));
  await refused('unknown-device', () => seal(house, { gateway: randomId() }));
  const other = await generateDeviceKeys();
  const two = await withDevice(house, other, 'gateway');
  const put = await seal({ ...house, chain: two }, { gateway: other.id });
  await openGatewaySettings({ put, chain: two, as: { device: other } });
  await refused('not-permitted', () =>
    openGatewaySettings({ put, chain: two, as: { device: house.gateway } }),
  );
  await refused('unknown-device', () => openGatewaySettings({ put, chain, as: { keyring } }));
  const remove = { chain: two, keyring, by: browser, remove: [other.id], authored: {}, now: NOW };
  const removal = await removeDevices(remove);
  await refused('removed-device', () => seal({ ...house, chain: removal.chain }, { gateway: other.id }));
  await refused('removed-device', () =>
    openGatewaySettings({ put, chain: removal.chain, as: { device: other } }),
  );
});

test('[SEAL-62] after its author was removed, a gateway obeys what it has obeyed before and nothing else', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, phone, gateway } = house;
  const put = await seal(house, {}, phone);
  const withheld = await seal(house, { version: 2 }, phone);
  const { digest } = await openGatewaySettings({ put, chain, as: { device: gateway } });
  const after = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [phone.id],
    authored: {},
    now: NOW,
  });
  const open = (given: PutGatewaySettings, seen: string | null) =>
    openGatewaySettings({ put: given, chain: after.chain, as: { device: gateway, seen } });
  await refused('removed-device', () => open(put, null));
  await refused('removed-device', () => open(withheld, digest));
  equal((await open(put, digest)).settings.version, 1);
  const read = { put: withheld, chain: after.chain, as: { keyring: after.keyring } };
  equal((await openGatewaySettings(read)).settings.version, 2);
  await refused('removed-device', () => openGatewaySettings({ ...read, put: { ...put, epoch: 2 } }));
  await refused('unknown-epoch', () => openGatewaySettings({ ...read, put: { ...put, epoch: 9 } }));
  await refused('removed-device', () => seal({ ...house, chain: after.chain }, {}, phone));
});

test('[SEAL-63] what is inside is what it says outside, and of the protocol’s shape', async () => {
  const house = await household();
  const settings = settingsOf(house);
  const instead = [
    { gateway: randomId() },
    { version: 2 },
    { apiKeys: [] },
    { apiKeys: settings.apiKeys.map((key) => ({ ...key, id: randomId() })) },
    { v: 2 },
    { limits: { segmentsPerSecond: -1, textsPerDay: null } },
    { connectors: [{ type: 'pigeon' }] },
  ];
  for (const lie of instead) {
    const put = await sealGatewaySettings({
      chain: house.chain,
      by: house.browser,
      settings: written(settings, lie),
    });
    for (const as of both(house))
      await refused('malformed', () => openGatewaySettings({ put, chain: house.chain, as }));
  }
  await refused('malformed', () => seal(house, { version: 0 }));
});
