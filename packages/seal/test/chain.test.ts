import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import {
  fromBase64Url,
  toBase64Url,
  type Capability,
  type ChainBody,
  type ChainEntry,
} from '@smseal/protocol';
import {
  chainPin,
  describeDevice,
  entryHash,
  extendChain,
  generateDeviceKeys,
  removeDevices,
  verifyChain,
  type Chain,
  type DeviceKeys,
} from '../src/index.ts';
import { readEntry, rootStatement, signEntry } from '../src/device/chain-entry.ts';
import { sign } from '../src/primitive/ed25519.ts';
import { deriveRoot, type RootKeys } from '../src/secret-key/root-keys.ts';
import { frame } from '../src/octets/frame.ts';
import { fromWire, utf8 } from '../src/octets/octets.ts';
import { sha256 } from '../src/primitive/hash.ts';
import { admit, household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

type Loose = Record<string, unknown>;

/** An entry that follows the chain, with whatever somebody would like to slip in, properly signed. */
async function next(chain: Chain, signer: DeviceKeys | RootKeys, body: Loose): Promise<ChainEntry> {
  const name = 'id' in signer ? signer.id : 'root';
  const head = { v: 1, account: chain.account, index: chain.length, previous: chain.head, signer: name };
  const at = new Date(NOW).toISOString();
  return signEntry({ ...head, at, ...body } as ChainBody, signer.sign.privateKey);
}

async function deviceBody(platform: 'browser' | 'phone' | 'gateway', can: Capability[]): Promise<Loose> {
  return { type: 'device', device: describeDevice(await generateDeviceKeys(), platform, 'New'), can };
}

function epochBody(chain: Chain): Loose {
  const key = toBase64Url(new Uint8Array(32));
  return { type: 'epoch', epoch: chain.epoch + 1, keyId: key, inbound: key, cutoffs: {} };
}

/** The body of an entry with members changed, under its old signature. */
function altered(entry: ChainEntry, change: Loose): ChainEntry {
  const body = { ...readEntry(entry), ...change };
  return { ...entry, body: toBase64Url(utf8(JSON.stringify(body))) };
}

async function removed(house: Household) {
  const authored = { [house.browser.id]: 5, [house.phone.id]: 9 };
  const { chain, keyring, browser } = house;
  return removeDevices({ chain, keyring, by: browser, remove: [house.phone.id], authored, now: NOW });
}

test('[SEAL-13] an entry is named by a hash over its body as received and its signature', async () => {
  const { entries, chain } = await household();
  const [first] = entries;
  ok(first);
  const expected = await sha256(frame('chain/hash', fromWire(first.body), fromWire(first.signature)));
  equal(await entryHash(first), toBase64Url(expected));
  equal(chain.hashes[0], await entryHash(first));
  equal(chain.head, await entryHash(entries.at(-1) ?? first));
});

test('[SEAL-13] every octet of every entry counts: flipping one breaks the chain', async () => {
  const { account, entries, chain } = await household();
  const [last] = entries.slice(-1);
  ok(last);
  const before = await verifyChain(account, entries.slice(0, -1));
  for (const member of ['body', 'signature'] as const) {
    const octets = fromBase64Url(last[member]);
    for (let at = 0; at < octets.length; at += 1) {
      const flipped = toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1));
      let passed = false;
      try {
        const found = await extendChain(before, [{ ...last, [member]: flipped }]);
        passed = found.head === chain.head || found.length > before.length;
      } catch {
        passed = false;
      }
      equal(passed, false, `${member} octet ${at}`);
    }
  }
});

test('[SEAL-14] a body of another shape is malformed, though well signed', async () => {
  const { chain, browser } = await household();
  const good = await deviceBody('browser', ['read']);
  const wrong: Loose[] = [
    { ...good, extra: 1 },
    { ...good, v: 2 },
    { ...good, can: ['read', 'everything'] },
    { ...good, can: [] },
    { ...good, at: 'yesterday' },
    { type: 'promote', device: browser.id },
    { ...epochBody(chain), cutoffs: { 'not an id': 1 } },
    { ...epochBody(chain), cutoffs: { [browser.id]: -1 } },
  ];
  for (const body of wrong) {
    const entry = await next(chain, browser, body);
    await refused('malformed', () => extendChain(chain, [entry]));
  }
  await refused('malformed', () => extendChain(chain, [{ body: 'AAAA', signature: 'AA' }]));
  const entry = await next(chain, browser, good);
  await refused('malformed', () => extendChain(chain, [{ ...entry, note: 'more' } as ChainEntry]));
});

test('[SEAL-15] an entry out of place, of another account or after another entry is refused', async () => {
  const { account, entries, chain, browser } = await household();
  const [a, b, ...rest] = entries;
  ok(a && b);
  await refused('chain-broken', () => verifyChain(account, [a, ...rest]));
  await refused('chain-broken', () => verifyChain(account, [b, a, ...rest]));
  await refused('chain-broken', () => verifyChain(account, [a, a, b, ...rest]));
  await refused('chain-broken', () => verifyChain(browser.id, entries));
  const body = await deviceBody('browser', ['read']);
  const places: [Loose, 'chain-broken' | 'chain-forked'][] = [
    [{ index: chain.length + 1 }, 'chain-broken'],
    [{ index: chain.length - 1 }, 'chain-broken'],
    [{ previous: null }, 'chain-forked'],
    [{ previous: chain.hashes[0] }, 'chain-forked'],
    [{ account: browser.id }, 'chain-broken'],
  ];
  for (const [place, code] of places) {
    const entry = await next(chain, browser, { ...body, ...place });
    await refused(code, () => extendChain(chain, [entry]));
  }
});

test('[SEAL-16] a shorter chain and a forked one are refused by who saw more', async () => {
  const house = await household();
  const { account, entries, chain, browser } = house;
  const pin = chainPin(chain);
  equal((await verifyChain(account, entries, pin)).head, chain.head);
  await refused('chain-shorter', () => verifyChain(account, entries.slice(0, -1), pin));
  const before = await verifyChain(account, entries.slice(0, -1));
  const fork = await next(before, browser, await deviceBody('browser', ['read']));
  const forked = [...entries.slice(0, -1), fork];
  equal((await verifyChain(account, forked)).length, chain.length);
  await refused('chain-forked', () => verifyChain(account, forked, pin));
  const onFork = await verifyChain(account, forked);
  const later = await next(onFork, browser, await deviceBody('browser', ['read']));
  await refused('chain-forked', () => extendChain(chain, [later]));
  await refused('chain-forked', () => verifyChain(account, [...forked, later], pin));
});

test('[SEAL-17] a chain begins with a root that proves itself', async () => {
  const { account, entries, secretKey } = await household();
  const [first] = entries;
  ok(first);
  await refused('chain-broken', () => verifyChain(account, []));
  const root = await deriveRoot(secretKey);
  const body = readEntry(first) as ChainBody & { type: 'root' };
  const proof = toBase64Url(await sign(root.sign.privateKey, rootStatement({ ...body, index: 1 })));
  const wrongProof = await signEntry({ ...body, proof }, root.sign.privateKey);
  await refused('bad-signature', () => verifyChain(account, [wrongProof]));
  const crossed = await signEntry({ ...body, crossSignature: body.proof }, root.sign.privateKey);
  await refused('chain-broken', () => verifyChain(account, [crossed]));
  const stranger = await generateDeviceKeys();
  await refused('bad-signature', async () =>
    verifyChain(account, [await signEntry(body, stranger.sign.privateKey)]),
  );
  const deviceFirst = { ...(await deviceBody('browser', ['read'])), v: 1, account, index: 0, previous: null };
  const at = new Date(NOW).toISOString();
  const entry = await signEntry(
    { ...deviceFirst, at, signer: 'root' } as unknown as ChainBody,
    root.sign.privateKey,
  );
  await refused('chain-broken', () => verifyChain(account, [entry]));
});

test('[SEAL-18] only the root and live devices that can admit sign entries', async () => {
  const house = await newHousehold();
  const { chain, browser, phone, gateway } = house;
  const body = await deviceBody('browser', ['send']);
  const stranger = await generateDeviceKeys();
  const byStranger = await next(chain, stranger, body);
  await refused('unknown-device', () => extendChain(chain, [byStranger]));
  const byGateway = await next(chain, gateway, body);
  await refused('not-permitted', () => extendChain(chain, [byGateway]));
  const inHerName = await next(chain, { ...stranger, id: browser.id }, body);
  await refused('bad-signature', () => extendChain(chain, [inHerName]));
  const asRoot = await next(chain, { ...stranger, id: 'root' }, body);
  await refused('bad-signature', () => extendChain(chain, [asRoot]));
  const { chain: after } = await removed(house);
  const byRemoved = await next(after, phone, body);
  await refused('removed-device', () => extendChain(after, [byRemoved]));
  const good = await next(chain, browser, body);
  equal((await extendChain(chain, [good])).length, chain.length + 1);
  await refused('bad-signature', () => extendChain(chain, [altered(good, { can: ['read'] })]));
});

test('[SEAL-19] nobody grants what they lack, and a gateway never reads, configures or admits', async () => {
  const { chain, keyring, browser, secretKey } = await household();
  const limited = await generateDeviceKeys();
  const description = describeDevice(limited, 'browser', 'Limited');
  const entry = await next(chain, browser, { type: 'device', device: description, can: ['send', 'admit'] });
  const grown = await extendChain(chain, [entry]);
  for (const capability of ['read', 'deliver', 'write', 'configure'] as const) {
    const beyond = await next(grown, limited, await deviceBody('phone', ['send', capability]));
    await refused('not-permitted', () => extendChain(grown, [beyond]));
  }
  const within = await next(grown, limited, await deviceBody('phone', ['send']));
  equal((await extendChain(grown, [within])).length, grown.length + 1);
  const root = await deriveRoot(secretKey);
  for (const signer of [browser, root])
    for (const capability of ['read', 'configure', 'admit'] as const) {
      const gateway = await next(chain, signer, await deviceBody('gateway', ['send', capability]));
      await refused('not-permitted', () => extendChain(chain, [gateway]));
    }
  const writer = await admit(chain, keyring, {
    by: browser,
    device: await generateDeviceKeys(),
    platform: 'gateway',
  });
  equal(writer.chain.length, chain.length + 1);
});

test('[SEAL-20] neither a device id nor a key comes back, in any spelling', async () => {
  const house = await newHousehold();
  const { phone, browser } = house;
  const { chain } = await removed(house);
  const fresh = describeDevice(await generateDeviceKeys(), 'phone', 'Again');
  const old = describeDevice(phone, 'phone', 'Again');
  for (const member of ['id', 'sign', 'agree'] as const) {
    const device = { ...fresh, [member]: old[member] };
    const entry = await next(chain, browser, { type: 'device', device, can: ['read'] });
    await refused('chain-broken', () => extendChain(chain, [entry]));
  }
  // The last of 43 characters carries two unused bits: lenient decoders take four spellings of one key.
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const respelt = old.sign.slice(0, -1) + letters.charAt(letters.indexOf(old.sign.slice(-1)) + 1);
  const entry = await next(chain, browser, {
    type: 'device',
    device: { ...fresh, sign: respelt },
    can: ['read'],
  });
  await refused('malformed', () => extendChain(chain, [entry]));
});

test('[SEAL-21] a removal names a live device, is by another, and an epoch follows at once', async () => {
  const house = await newHousehold();
  const { account, entries, chain, browser, phone, gateway } = house;
  const removal = (device: string) => ({ type: 'remove', device });
  const itself = await next(chain, browser, removal(browser.id));
  await refused('not-permitted', () => extendChain(chain, [itself]));
  const unknown = await next(chain, browser, removal(account));
  await refused('unknown-device', () => extendChain(chain, [unknown]));
  const { request, chain: after } = await removed(house);
  const twice = await next(after, browser, removal(phone.id));
  await refused('removed-device', () => extendChain(after, [twice]));
  const [remove, epoch] = request.entries;
  ok(remove && epoch);
  await refused('chain-broken', () => extendChain(chain, [remove]));
  await refused('chain-broken', () => verifyChain(account, [...entries, remove]));
  const place = { index: chain.length + 1, previous: await entryHash(remove) };
  const instead = await next(chain, browser, { ...(await deviceBody('browser', ['read'])), ...place });
  await refused('chain-broken', () => extendChain(chain, [remove, instead]));
  const afterwards = { ...epochBody(chain), index: chain.length + 2, previous: await entryHash(instead) };
  const late = await next(chain, browser, afterwards);
  await refused('chain-broken', () => extendChain(chain, [remove, instead, late]));
  equal((await verifyChain(account, [...entries, remove, epoch])).head, after.head);
  equal(after.may(phone.id, 'read'), false);
  equal(after.may(gateway.id, 'write'), true);
  deepEqual(
    after.liveReaders().map(({ id }) => id),
    [browser.id],
  );
});

test('[SEAL-22] epochs rise by one and keep their cut-offs', async () => {
  const house = await newHousehold();
  const { chain, browser, phone } = house;
  for (const epoch of [1, 3, 7]) {
    const entry = await next(chain, browser, { ...epochBody(chain), epoch });
    await refused('chain-broken', () => extendChain(chain, [entry]));
  }
  const { chain: after } = await removed(house);
  equal(after.epoch, 2);
  equal(after.epochs.get(2)?.cutoffs.get(phone.id), 9);
});

test('[SEAL-23] a new root is a device’s word, keeps the id key, and the old root’s where it signs', async () => {
  const { chain, browser, secretKey } = await household();
  const old = await deriveRoot(secretKey);
  const fresh = await generateDeviceKeys();
  const publics = { sign: toBase64Url(fresh.signPublic), agree: toBase64Url(fresh.agreePublic) };
  const place = { account: chain.account, index: chain.length, previous: chain.head };
  const statement = rootStatement({ ...place, ...publics });
  const signed = async (key: CryptoKey) => toBase64Url(await sign(key, statement));
  const proof = await signed(fresh.sign.privateKey);
  const crossSignature = await signed(old.sign.privateKey);
  const body = { type: 'root', ...publics, idKey: chain.idKeyCommitment, proof, crossSignature: null };
  const grown = await extendChain(chain, [await next(chain, browser, body)]);
  equal(grown.root.sign, publics.sign);
  equal(
    (await extendChain(chain, [await next(chain, browser, { ...body, crossSignature })])).length,
    grown.length,
  );
  const cases: [DeviceKeys | RootKeys, Loose, 'not-permitted' | 'commitment-mismatch' | 'bad-signature'][] = [
    [old, body, 'not-permitted'],
    [browser, { ...body, idKey: publics.sign }, 'commitment-mismatch'],
    [browser, { ...body, crossSignature: proof }, 'bad-signature'],
    [browser, { ...body, proof: crossSignature }, 'bad-signature'],
  ];
  for (const [signer, wrong, code] of cases) {
    const entry = await next(chain, signer, wrong);
    await refused(code, () => extendChain(chain, [entry]));
  }
});
