import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { AppendChain } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  chainPin,
  generateDeviceKeys,
  generateSecretKey,
  inspectWithSecretKey,
  newCredential,
  openKeyring,
  openRecord,
  randomId,
  recoverWithSecretKey,
  removeDevices,
  replaceSecretKey,
  sealRecord,
  startEpoch,
  verifyChain,
} from '../src/index.ts';
import { household, newHousehold, NOW } from './household.ts';
import { refused } from './refused.ts';

test('[SEAL-32] a well-formed secret key of another account is told apart from a mistyped one', async () => {
  const { account, entries, keys, secretKey } = await household();
  const found = await inspectWithSecretKey({ account, entries, keys, secretKey: secretKey.toLowerCase() });
  equal(found.chain.devices.size, 3);
  const other = generateSecretKey();
  await refused('wrong-secret-key', () => inspectWithSecretKey({ account, entries, keys, secretKey: other }));
  const mistyped = secretKey.slice(0, -1) + (secretKey.endsWith('7') ? '8' : '7');
  await refused('bad-secret-key', () =>
    inspectWithSecretKey({ account, entries, keys, secretKey: mistyped }),
  );
});

test('[SEAL-32] recovery keeps whom the person ticked and nobody else', async () => {
  const { account, entries, keys, secretKey, phone, browser, gateway, keyring } = await newHousehold();
  const device = await generateDeviceKeys();
  const inspect = { account, entries, keys, secretKey };
  const { hash } = await newCredential();
  const act = {
    ...inspect,
    device,
    name: 'New',
    platform: 'browser',
    credential: hash,
    authored: {},
  } as const;
  const {
    request,
    chain,
    keyring: recovered,
  } = await recoverWithSecretKey({ ...act, keep: [phone.id], now: NOW });
  equal(Check(AppendChain, request), true);
  deepEqual(
    chain
      .liveReaders()
      .map(({ id }) => id)
      .sort(),
    [phone.id, device.id].sort(),
  );
  equal(chain.device(device.id)?.addedBy, 'root');
  equal(chain.may(gateway.id, 'write'), false);
  deepEqual([...recovered.epochs.keys()], [1, 2]);
  const all = [...keys, ...request.keys];
  const mine = await openKeyring(chain, all, device);
  deepEqual([...mine.epochs.keys()], [1, 2]);
  equal((await openKeyring(chain, all, phone)).current().epoch, 2);
  equal((await openKeyring(chain, all, browser)).current().epoch, 1);
  const clear = { conversation: randomId(), day: '2026-11-22' };
  const head = { account, kind: 'message', id: randomId(), version: 1, authorSeq: 1, clear } as const;
  const old = await sealRecord({ ...head, keyring, author: browser.id, payload: { v: 1 } });
  await refused('over-cutoff', () => openRecord({ keyring: mine, chain, record: old }));
});

test('[SEAL-32] recovery names live devices to keep, and wants every epoch’s key', async () => {
  const { account, entries, keys, secretKey, chain, keyring, browser, phone } = await newHousehold();
  const device = await generateDeviceKeys();
  const base = {
    account,
    secretKey,
    device,
    name: 'New',
    platform: 'browser',
    credential: '',
    authored: {},
  } as const;
  const unknown = { ...base, entries, keys, keep: [randomId()], now: NOW };
  await refused('unknown-device', () => recoverWithSecretKey(unknown));
  const gone = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [phone.id],
    authored: {},
    now: NOW,
  });
  const longer = [...entries, ...gone.request.entries];
  const all = [...keys, ...gone.request.keys];
  await refused('removed-device', () =>
    recoverWithSecretKey({ ...base, entries: longer, keys: all, keep: [phone.id], now: NOW }),
  );
  await refused('unknown-epoch', () => inspectWithSecretKey({ account, entries: longer, keys, secretKey }));
  const withoutFirst = all.filter(({ recipient, epoch }) => recipient !== 'root' || epoch !== 1);
  await refused('unknown-epoch', () =>
    inspectWithSecretKey({ account, entries: longer, keys: withoutFirst, secretKey }),
  );
  const pin = chainPin(gone.chain);
  await refused('chain-shorter', () => inspectWithSecretKey({ account, entries, keys, secretKey, pin }));
});

test('[SEAL-33] a new secret key opens everything, the old one nothing that comes after', async () => {
  const { account, entries, keys, secretKey, chain, keyring, browser } = await newHousehold();
  const newSecretKey = generateSecretKey();
  const act = { chain, keyring, by: browser, newSecretKey, authored: {}, now: NOW };
  for (const oldSecretKey of [secretKey, undefined]) {
    const replaced = await replaceSecretKey({ ...act, ...(oldSecretKey ? { oldSecretKey } : {}) });
    equal(Check(AppendChain, replaced.request), true);
    const longer = [...entries, ...replaced.request.entries];
    const all = replaced.request.keys;
    equal((await verifyChain(account, longer)).head, replaced.chain.head);
    const found = await inspectWithSecretKey({
      account,
      entries: longer,
      keys: all,
      secretKey: newSecretKey,
    });
    deepEqual([...found.keyring.epochs.keys()], [1, 2]);
    await refused('wrong-secret-key', () =>
      inspectWithSecretKey({ account, entries: longer, keys: [...keys, ...all], secretKey }),
    );
  }
  const without = await replaceSecretKey({ chain, keyring, by: browser, newSecretKey, now: NOW });
  equal(without.chain.epoch, 1);
});

test('[SEAL-33] a wrong old key, or a device that cannot admit or lacks an epoch, replaces nothing', async () => {
  const { chain, keyring, browser, gateway } = await newHousehold();
  const act = { chain, keyring, by: browser, newSecretKey: generateSecretKey(), now: NOW };
  await refused('wrong-secret-key', () => replaceSecretKey({ ...act, oldSecretKey: generateSecretKey() }));
  await refused('not-permitted', () => replaceSecretKey({ ...act, by: gateway }));
  await refused('bad-secret-key', () => replaceSecretKey({ ...act, newSecretKey: 'secret' }));
  const next = await startEpoch({ chain, keyring, by: browser, authored: {}, now: NOW });
  await refused('unknown-epoch', () => replaceSecretKey({ ...act, chain: next.chain }));
});
