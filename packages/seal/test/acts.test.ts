import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { AppendChain, type SealedKey } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  admitDevice,
  createAccountRoot,
  deriveRoot,
  describeDevice,
  extendChain,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  openKeyring,
  randomId,
  removeDevices,
  startEpoch,
  verifyChain,
} from '../src/index.ts';
import { admit, household, newHousehold, NOW } from './household.ts';
import { refused } from './refused.ts';

const slots = (keys: readonly SealedKey[]) =>
  keys.map(({ scope, epoch, recipient }) => `${scope} ${epoch} ${recipient}`).sort();

test('[SEAL-29] an account begins with root, first device and epoch, sealed to both', async () => {
  const [account, device, secretKey] = [randomId(), await generateDeviceKeys(), generateSecretKey()];
  const { hash } = await newCredential();
  const act = { account, secretKey, device, name: 'Laptop', platform: 'browser', credential: hash } as const;
  const { request, chain, keyring } = await createAccountRoot({ ...act, now: NOW });
  equal(Check(AppendChain, request), true);
  equal(request.credential, hash);
  equal((await verifyChain(account, request.entries)).head, chain.head);
  const expected = ['root', device.id].flatMap((name) => [`epoch 1 ${name}`, `id 0 ${name}`]);
  deepEqual(slots(request.keys), expected.sort());
  for (const recipient of [device, await deriveRoot(secretKey)]) {
    const opened = await openKeyring(chain, request.keys, recipient);
    deepEqual(opened.current().keyId, keyring.current().keyId);
  }
});

test('[SEAL-30] a reader gets every epoch, a writer the id key alone, a sender nothing', async () => {
  const { chain, keyring, browser } = await newHousehold();
  const second = await startEpoch({ chain, keyring, by: browser, authored: {}, now: NOW });
  const cases = [
    { can: ['read'], expected: (id: string) => [`epoch 1 ${id}`, `epoch 2 ${id}`, `id 0 ${id}`] },
    { can: ['write'], expected: (id: string) => [`id 0 ${id}`] },
    { can: ['send', 'deliver'], expected: () => [] },
  ] as const;
  for (const { can, expected } of cases) {
    const device = await generateDeviceKeys();
    const description = describeDevice(device, 'phone', 'New');
    const act = { chain: second.chain, keyring: second.keyring, by: browser, description, can, now: NOW };
    const link = randomId();
    const request = await admitDevice({ ...act, link });
    equal(Check(AppendChain, request), true);
    equal(request.link, link);
    deepEqual(slots(request.keys), expected(device.id));
  }
});

test('[SEAL-30] a device that may not admit, or grants too much, makes no request at all', async () => {
  const { chain, keyring, gateway, browser } = await household();
  const description = describeDevice(await generateDeviceKeys(), 'gateway', 'New');
  const act = { chain, keyring, description, now: NOW };
  await refused('not-permitted', () => admitDevice({ ...act, by: gateway, can: ['send'] }));
  await refused('not-permitted', () => admitDevice({ ...act, by: browser, can: ['read'] }));
});

test('[SEAL-31] a removed device gets nothing of the new epoch; those who stay do', async () => {
  const { chain, keyring, browser, phone, gateway, keys } = await newHousehold();
  const tablet = await generateDeviceKeys();
  const grown = await admit(chain, keyring, { by: browser, device: tablet, platform: 'browser' });
  const act = { chain: grown.chain, keyring, by: browser, authored: {}, now: NOW };
  const removal = await removeDevices({ ...act, remove: [phone.id, gateway.id] });
  equal(Check(AppendChain, removal.request), true);
  deepEqual(
    slots(removal.request.keys),
    [`epoch 2 ${browser.id}`, `epoch 2 ${tablet.id}`, 'epoch 2 root'].sort(),
  );
  const after = await extendChain(grown.chain, removal.request.entries);
  equal(after.device(phone.id)?.removedBy, browser.id);
  const all = [...keys, ...grown.request.keys, ...removal.request.keys];
  equal((await openKeyring(after, all, tablet)).current().epoch, 2);
  equal((await openKeyring(after, all, phone)).current().epoch, 1);
  await refused('not-permitted', () => removeDevices({ ...act, remove: [browser.id] }));
  await refused('removed-device', () =>
    removeDevices({ ...removal, by: phone, remove: [browser.id], authored: {}, now: NOW }),
  );
});
