import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, toBase64Url, type SealedKey } from '@smseal/protocol';
import {
  deriveEpoch,
  exportKeyring,
  extendChain,
  generateDeviceKeys,
  generateEpochSecret,
  generateIdKey,
  importKeyring,
  openKey,
  openKeyring,
  randomId,
  sealKeyTo,
  startEpoch,
} from '../src/index.ts';
import { household, newHousehold, NOW } from './household.ts';
import { refused } from './refused.ts';

test('[SEAL-24] an epoch’s keys are bound to account and number, and the key id commits to the secret', async () => {
  const [account, secret] = [randomId(), generateEpochSecret()];
  const one = await deriveEpoch(account, 1, secret);
  const others = [
    await deriveEpoch(account, 2, secret),
    await deriveEpoch(randomId(), 1, secret),
    await deriveEpoch(account, 1, generateEpochSecret()),
  ];
  for (const other of others) {
    notEqual(String(other.keyId), String(one.keyId));
    notEqual(String(other.inbound.publicRaw), String(one.inbound.publicRaw));
    notEqual(String(other.cacheSalt), String(one.cacheSalt));
  }
  deepEqual((await deriveEpoch(account, 1, secret)).keyId, one.keyId);
  for (const key of [one.recordKey, one.liveKey, one.inbound.pair.privateKey]) equal(key.extractable, false);
});

test('[SEAL-25] every device holds the id key that the chain commits to', async () => {
  const { keyring, phoneKeyring, gateway, chain, keys } = await household();
  deepEqual(phoneKeyring.idKey, keyring.idKey);
  const gatewayRing = await openKeyring(chain, keys, gateway);
  deepEqual(gatewayRing.idKey, keyring.idKey);
});

test('[SEAL-26] a key in the wrong slot, or with an octet flipped, does not open', async () => {
  const { chain, keys, phone, browser } = await household();
  const mine = keys.find(({ recipient, scope }) => recipient === phone.id && scope === 'epoch');
  ok(mine);
  const wrong: SealedKey[] = [
    { ...mine, recipient: browser.id },
    { ...mine, recipient: 'root' },
    { ...mine, epoch: 2 },
    { ...mine, scope: 'id' },
    { ...mine, scope: 'id', epoch: 0 },
    ...(['enc', 'sealed'] as const).flatMap((member) => {
      const octets = fromBase64Url(mine[member]);
      return Array.from(octets, (octet, at) => ({
        ...mine,
        [member]: toBase64Url(octets.with(at, octet ^ 1)),
      }));
    }),
  ];
  for (const sealed of wrong) await refused('not-authentic', () => openKey(sealed, chain, phone));
  await refused('not-authentic', () => openKey(mine, chain, browser));
  const elsewhere = { ...mine, recipient: phone.id, epoch: 7 };
  await refused('not-authentic', () => openKeyring(chain, [elsewhere], phone));
});

test('[SEAL-27] a key that anybody sealed is not the account’s: it must be what the chain commits to', async () => {
  const { account, chain, keyring, phone, keys } = await household();
  const agree = toBase64Url(phone.agreePublic);
  const slot = { account, recipient: phone.id, agree } as const;
  const planted = await sealKeyTo({ ...slot, scope: 'epoch', epoch: 1, key: generateEpochSecret() });
  await refused('commitment-mismatch', () => openKey(planted, chain, phone));
  await refused('commitment-mismatch', () => openKeyring(chain, [planted], phone));
  const plantedId = await sealKeyTo({ ...slot, scope: 'id', epoch: 0, key: generateIdKey() });
  await refused('commitment-mismatch', () => openKey(plantedId, chain, phone));
  const real = keys.filter(({ scope }) => scope === 'epoch');
  await refused('commitment-mismatch', () => openKeyring(chain, [...real, plantedId], phone));
  const future = await sealKeyTo({ ...slot, scope: 'epoch', epoch: 9, key: keyring.current().secret });
  await refused('unknown-epoch', () => openKey(future, chain, phone));
});

test('[SEAL-27] a stored keyring comes back only if the chain still commits to it', async () => {
  const { chain, keyring } = await household();
  const stored = exportKeyring(keyring);
  const back = await importKeyring(stored, chain);
  deepEqual(exportKeyring(back), stored);
  const secret = toBase64Url(generateEpochSecret());
  await refused('commitment-mismatch', () =>
    importKeyring({ ...stored, epochs: [{ epoch: 1, secret }] }, chain),
  );
  await refused('commitment-mismatch', () => importKeyring({ ...stored, idKey: secret }, chain));
  await refused('commitment-mismatch', () => importKeyring({ ...stored, account: randomId() }, chain));
});

test('[SEAL-28] a reader from whom the new epoch’s key is held back does not go on with the old one', async () => {
  const { chain, keyring, browser, phone, keys } = await newHousehold();
  const started = await startEpoch({ chain, keyring, by: browser, authored: {}, now: NOW });
  const after = await extendChain(chain, started.request.entries);
  const all = [...keys, ...started.request.keys];
  await refused('unknown-epoch', () => openKeyring(after, keys, phone));
  const extended = await openKeyring(after, all, phone);
  equal(extended.current().epoch, 2);
  deepEqual(extended.current().keyId, started.keyring.current().keyId);
  deepEqual([...(await openKeyring(after, all, phone)).epochs.keys()], [1, 2]);
  const stranger = await generateDeviceKeys();
  await refused('unknown-epoch', () => openKeyring(after, all, stranger));
});
