import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { AppendChain, fromBase64Url, RecordUpsert, toBase64Url, type RootEntry } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  createAccountRoot,
  deriveRoot,
  extendChain,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  openKeyring,
  openRecord,
  plainRecord,
  randomId,
  recoverWithSecretKey,
  replaceSecretKey,
  sealRecord,
  verifyChain,
  type Chain,
  type DeviceKeys,
  type Keyring,
} from '../src/index.ts';
import { ChainDraft, deviceSigner } from '../src/device/chain-draft.ts';
import { addRoot } from '../src/device/create-account-root.ts';
import { admit, household, NOW } from './household.ts';
import { refused } from './refused.ts';

const PAYLOAD = { v: 1, text: 'Meet me at noon' };

async function openHouse() {
  const [account, device, secretKey] = [randomId(), await generateDeviceKeys(), generateSecretKey()];
  const { hash } = await newCredential();
  const given = {
    account,
    secretKey,
    device,
    name: 'Laptop',
    platform: 'browser',
    credential: hash,
  } as const;
  const act = await createAccountRoot({ ...given, open: true, now: NOW });
  return { account, device, secretKey, ...act };
}

function head(author: DeviceKeys, version = 1) {
  return { kind: 'contact', id: randomId(), version, author: author.id, authorSeq: version } as const;
}

async function sealIt(house: { chain: Chain; keyring: Keyring; device: DeviceKeys }) {
  const { chain, keyring, device } = house;
  const newSecretKey = generateSecretKey();
  const authored = { [device.id]: 1 };
  return {
    newSecretKey,
    ...(await replaceSecretKey({ chain, keyring, by: device, newSecretKey, authored, now: NOW })),
  };
}

test('[SEAL-95] [SEAL-96] an open account says so in its first entry, and gives its key away', async () => {
  const { account, secretKey, request, chain } = await openHouse();
  equal(Check(AppendChain, request), true);
  equal(request.keptKey, secretKey);
  equal((await verifyChain(account, request.entries)).open, true);
  const sealed = await household();
  equal(sealed.chain.open, false);
  const root = await deriveRoot(secretKey);
  deepEqual(
    (await openKeyring(chain, request.keys, root)).current().epoch,
    1,
    'the kept key opens what there is',
  );
});

test('[SEAL-95] nobody makes an account open later on', async () => {
  const { chain, browser } = await household();
  const opened = await openHouse();
  const sealed = await sealIt(opened);
  for (const [before, by] of [
    [chain, browser],
    [opened.chain, opened.device],
    [sealed.chain, opened.device],
  ] as const) {
    const draft = new ChainDraft(before, NOW);
    const root = await deriveRoot(generateSecretKey());
    await addRoot(draft, deviceSigner(by), { root, idKey: before.idKeyCommitment, old: null, open: true });
    await refused('chain-broken', () => extendChain(before, draft.entries));
  }
});

test('[SEAL-95] a server cannot slip the word in: the first entry is signed', async () => {
  const house = await household();
  const [first, ...rest] = house.entries;
  const body = JSON.parse(new TextDecoder().decode(fromBase64Url(first?.body ?? ''))) as RootEntry;
  const altered = toBase64Url(new TextEncoder().encode(JSON.stringify({ ...body, open: true })));
  const entries = [{ body: altered, signature: first?.signature ?? '' }, ...rest];
  await refused('bad-signature', () => verifyChain(house.account, entries));
});

test('[SEAL-97] a record in plain is its payload, and read on every reader of an open account', async () => {
  const { chain, keyring, device } = await openHouse();
  const clear = { conversation: randomId(), day: '2026-11-22' };
  const record = plainRecord({ chain, ...head(device), kind: 'message', clear, payload: PAYLOAD });
  equal(Check(RecordUpsert, record), true);
  const octets = fromBase64Url(record.envelope);
  deepEqual([octets[0], new TextDecoder().decode(octets.subarray(1))], [0, JSON.stringify(PAYLOAD)]);
  deepEqual(await openRecord({ chain, keyring, record }), PAYLOAD);
  await refused('unknown-device', () =>
    openRecord({ chain, keyring, record: { ...record, author: randomId() } }),
  );
  const envelope = toBase64Url(Uint8Array.of(0, 0x7b));
  await refused('malformed', () => openRecord({ chain, keyring, record: { ...record, envelope } }));
  const gateway = await generateDeviceKeys();
  const wider = await admit(chain, keyring, { by: device, device: gateway, platform: 'gateway' });
  const foreign = { ...record, author: gateway.id };
  await refused('not-permitted', () => openRecord({ chain: wider.chain, keyring, record: foreign }));
});

test('[SEAL-97] a sealed account knows nothing in plain, neither to read nor to write', async () => {
  const opened = await openHouse();
  const record = plainRecord({ chain: opened.chain, ...head(opened.device), payload: PAYLOAD });
  const { chain, keyring, browser } = await household();
  await refused('unknown-suite', () =>
    openRecord({ chain, keyring, record: { ...record, author: browser.id } }),
  );
  await refused('not-permitted', () => plainRecord({ chain, ...head(browser), payload: PAYLOAD }));

  const sealed = await sealIt(opened);
  await refused('unknown-suite', () => openRecord({ chain: sealed.chain, keyring: sealed.keyring, record }));
});

test('[SEAL-98] sealing makes a root that only the person has, and an epoch that the kept key does not open', async () => {
  const house = await openHouse();
  const { account, chain, keyring, device } = house;
  const before = await sealRecord({ account, keyring, ...head(device), payload: PAYLOAD });
  deepEqual(
    await openRecord({ chain, keyring, record: before }),
    PAYLOAD,
    'an open account’s devices read both',
  );
  const sealed = await sealIt(house);
  equal(sealed.chain.open, false);
  equal(sealed.chain.epoch, 2);
  deepEqual(await openRecord({ ...sealed, record: before }), PAYLOAD);
  const kept = await deriveRoot(house.secretKey);
  await refused('not-authentic', () => openKeyring(sealed.chain, sealed.request.keys, kept));
  const mine = await deriveRoot(sealed.newSecretKey);
  equal((await openKeyring(sealed.chain, sealed.request.keys, mine)).current().epoch, 2);
});

test('[SEAL-98] an account is not sealed without an epoch in the same request', async () => {
  const { chain, keyring, device } = await openHouse();
  const act = { chain, keyring, by: device, newSecretKey: generateSecretKey(), now: NOW };
  await refused('chain-broken', () => replaceSecretKey(act));
  const draft = new ChainDraft(chain, NOW);
  const root = await deriveRoot(generateSecretKey());
  await addRoot(draft, deviceSigner(device), { root, idKey: chain.idKeyCommitment, old: null });
  await refused('chain-broken', () => extendChain(chain, draft.entries));
});

test('[SEAL-96] the kept key admits a new device beside those that there are', async () => {
  const { account, secretKey, request, device } = await openHouse();
  const fresh = await generateDeviceKeys();
  const { hash } = await newCredential();
  const { chain, keyring } = await recoverWithSecretKey({
    account,
    entries: request.entries,
    keys: request.keys,
    secretKey,
    device: fresh,
    name: 'Second',
    platform: 'browser',
    keep: [device.id],
    credential: hash,
    authored: {},
    now: NOW,
  });
  equal(chain.open, true);
  equal(chain.may(device.id, 'read') && chain.may(fresh.id, 'read'), true);
  const record = plainRecord({ chain, ...head(device), payload: PAYLOAD });
  equal(record.epoch, 2);
  deepEqual(await openRecord({ chain, keyring, record }), PAYLOAD);
});
