/**
 * The known answers in ../vectors, made anew from fixed inputs. Whoever implements SPEC.md elsewhere starts here: each
 * file gives the inputs beside what must come out. Secrets count up from a seed octet, so nobody mistakes them for real.
 */
import {
  toBase64Url,
  type BatchContent,
  type ChainBody,
  type ChainEntry,
  type ErasurePlan,
  type ErasureSearch,
  type GatewaySettings,
} from '@smseal/protocol';
import {
  callId,
  contactId,
  conversationId,
  deriveEpoch,
  deriveRoot,
  describeDevice,
  formatSecretKey,
  importDeviceKeys,
  importKeyring,
  linkDigits,
  messageId,
  openListKeys,
  plainRecord,
  planDigest,
  settingId,
  signPlan,
  signSearch,
  verifyChain,
  verifyDayKey,
  type DeviceKeys,
  type Octets,
} from '../src/index.ts';
import { rootStatement, signEntry } from '../src/device/chain-entry.ts';
import { openSession, sealInSession } from '../src/device/inbound-session.ts';
import { idKeyCommitment } from '../src/epoch/derive-epoch.ts';
import { sealKeyToWith } from '../src/epoch/sealed-key.ts';
import { sealGatewaySettingsWith } from '../src/gateway/settings.ts';
import { linkCommitment } from '../src/link/link.ts';
import { sealListKeysWith } from '../src/list/key-set.ts';
import { sealListSegmentWith } from '../src/list/list-segment.ts';
import { sealLiveWith } from '../src/live/live.ts';
import { frame } from '../src/octets/frame.ts';
import { fromJson, fromWire } from '../src/octets/octets.ts';
import { sealDayKeyWith } from '../src/pool/day-key.ts';
import { sealBatchWith } from '../src/outbox/batch.ts';
import { sealSegmentWith } from '../src/outbox/segment.ts';
import { sign } from '../src/primitive/ed25519.ts';
import { sealBlobWith } from '../src/record/blob.ts';
import { sealRecordWith } from '../src/record/seal-record.ts';
import { secretKeyFromSymbols } from '../src/secret-key/secret-key.ts';

const octets = (from: number, length = 32): Octets =>
  Uint8Array.from({ length }, (_, i) => (from + i) & 0xff);
const text = (from: number, length = 32) => toBase64Url(octets(from, length));
const id = (from: number) => text(from, 16);
const hex = (bytes: Uint8Array) => Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('');

const ACCOUNT = id(1);
const AT = '2026-11-22T12:00:00.000Z';
const SECRET_KEY = secretKeyFromSymbols(Array.from({ length: 26 }, (_, i) => (i * 7 + 3) % 32));
const EPOCH_SECRET = octets(64);
const ID_KEY = octets(128);
const STORED = { v: 1, account: ACCOUNT, idKey: toBase64Url(ID_KEY) } as const;
const DEVICES = {
  browser: { v: 1, id: id(16), sign: text(20), agree: text(52) },
  phone: { v: 1, id: id(32), sign: text(84), agree: text(116) },
  gateway: { v: 1, id: id(48), sign: text(148), agree: text(180) },
} as const;

async function devices(): Promise<Record<keyof typeof DEVICES, DeviceKeys>> {
  const [browser, phone, gateway] = await Promise.all(
    [DEVICES.browser, DEVICES.phone, DEVICES.gateway].map(importDeviceKeys),
  );
  if (!browser || !phone || !gateway) throw new Error('three devices');
  return { browser, phone, gateway };
}

async function chainEntries(kind: 'sealed' | 'open' = 'sealed'): Promise<ChainEntry[]> {
  const root = await deriveRoot(SECRET_KEY);
  const { browser, phone, gateway } = await devices();
  const epoch = await deriveEpoch(ACCOUNT, 1, EPOCH_SECRET);
  const entries: ChainEntry[] = [];
  let previous: string | null = null;
  const add = async (signer: { name: string; key: CryptoKey }, body: object) => {
    const head = { v: 1, account: ACCOUNT, index: entries.length, previous, at: AT, signer: signer.name };
    const entry = await signEntry({ ...head, ...body } as ChainBody, signer.key);
    entries.push(entry);
    previous = (await verifyChain(ACCOUNT, entries)).head;
  };
  const byRoot = { name: 'root', key: root.sign.privateKey };
  const publics = { sign: toBase64Url(root.signPublic), agree: toBase64Url(root.agreePublic) };
  const statement = rootStatement({ account: ACCOUNT, index: 0, previous, ...publics });
  const proof = toBase64Url(await sign(root.sign.privateKey, statement));
  const idKey = await idKeyCommitment(ACCOUNT, ID_KEY);
  const open = kind === 'open' ? { open: true } : {};
  await add(byRoot, { type: 'root', ...publics, idKey, proof, crossSignature: null, ...open });
  const reads = ['read', 'send', 'deliver', 'configure', 'admit'];
  await add(byRoot, { type: 'device', device: describeDevice(browser, 'browser', 'Laptop'), can: reads });
  const keyId = toBase64Url(epoch.keyId);
  const inbound = toBase64Url(epoch.inbound.publicRaw);
  await add(byRoot, { type: 'epoch', epoch: 1, keyId, inbound, cutoffs: {} });
  const byBrowser = { name: browser.id, key: browser.sign.privateKey };
  await add(byBrowser, { type: 'device', device: describeDevice(phone, 'phone', 'Pixel'), can: reads });
  const writes = ['send', 'deliver', 'write'];
  await add(byBrowser, {
    type: 'device',
    device: describeDevice(gateway, 'gateway', 'Gateway'),
    can: writes,
  });
  return entries;
}

async function account() {
  const entries = await chainEntries();
  const chain = await verifyChain(ACCOUNT, entries);
  const secret = toBase64Url(EPOCH_SECRET);
  const keyring = await importKeyring({ ...STORED, epochs: [{ epoch: 1, secret }] }, chain);
  return { entries, chain, keyring, ...(await devices()) };
}

async function secretKeyAnswers() {
  const root = await deriveRoot(SECRET_KEY);
  return {
    secretKey: SECRET_KEY,
    printed: formatSecretKey(SECRET_KEY),
    root: { sign: toBase64Url(root.signPublic), agree: toBase64Url(root.agreePublic) },
  };
}

async function chainAnswers() {
  const { entries, chain } = await account();
  const bodies = entries.map(({ body }) => fromJson(fromWire(body)));
  return { account: ACCOUNT, devices: DEVICES, entries, bodies, hashes: chain.hashes };
}

async function keyAnswers() {
  const { chain, phone } = await account();
  const epoch = await deriveEpoch(ACCOUNT, 1, EPOCH_SECRET);
  const slot = { account: ACCOUNT, recipient: phone.id, agree: toBase64Url(phone.agreePublic) };
  const epochSlot = { ...slot, scope: 'epoch', epoch: 1, key: EPOCH_SECRET } as const;
  const idSlot = { ...slot, scope: 'id', epoch: 0, key: ID_KEY } as const;
  return {
    frame: hex(frame('example', 'text', 258, octets(1, 3))),
    account: ACCOUNT,
    epoch: 1,
    secret: toBase64Url(EPOCH_SECRET),
    keyId: toBase64Url(epoch.keyId),
    cacheSalt: toBase64Url(epoch.cacheSalt),
    inbound: toBase64Url(epoch.inbound.publicRaw),
    idKey: toBase64Url(ID_KEY),
    idKeyCommitment: chain.idKeyCommitment,
    sealed: [
      { ephemeral: text(7), key: await sealKeyToWith(epochSlot, octets(7)) },
      { ephemeral: text(9), key: await sealKeyToWith(idSlot, octets(9)) },
    ],
  };
}

async function recordAnswers() {
  const { chain, keyring, browser, gateway } = await account();
  const payload = { v: 1, text: 'Grüße 👋' };
  const clear = { conversation: id(77), day: '2026-11-22' };
  const head = { kind: 'message', id: id(88), version: 3, authorSeq: 4_294_967_298, clear, payload } as const;
  const place = { keyring, account: ACCOUNT, author: browser.id };
  const session = { chain, device: gateway, account: ACCOUNT, epoch: 1, day: '2026-11-22' };
  const opened = await openSession(session, { id: id(99), ephemeral: octets(11) });
  const live = { keyring, account: ACCOUNT, from: browser.id, seq: 5, now: Date.parse(AT) };
  const call = { number: '+4915112345678', type: 'missed', at: AT, duration: 0, ordinal: 0 } as const;
  const parties = ['+4915112345679', '+4915112345678'];
  const message = { direction: 'in', parties, text: payload.text, at: AT, ordinal: 0 } as const;
  return {
    payload,
    nonce: text(200, 12),
    record: await sealRecordWith({ ...place, ...head }, octets(200, 12)),
    session: opened.session,
    sessionEphemeral: text(11),
    inboundRecord: await sealInSession(opened.own, head, octets(210, 12)),
    inboundNonce: text(210, 12),
    live: await sealLiveWith({ ...live, to: null, payload: { v: 1, type: 'ask-state' } }, octets(220, 12)),
    liveNonce: text(220, 12),
    ids: {
      conversation: { parties, id: await conversationId(keyring, parties) },
      message: { ...message, id: await messageId(keyring, message) },
      contact: { key: 'contact-1', id: await contactId(keyring, 'contact-1') },
      call: { ...call, id: await callId(keyring, call) },
      setting: { name: 'sync-deletions', id: await settingId(keyring, 'sync-deletions') },
    },
  };
}

async function openAnswers() {
  const entries = await chainEntries('open');
  const chain = await verifyChain(ACCOUNT, entries);
  const payload = { v: 1, text: 'Grüße 👋' };
  const clear = { conversation: id(77), day: '2026-11-22' };
  const head = { kind: 'message', id: id(88), version: 1, authorSeq: 7, clear, payload } as const;
  return {
    entries,
    hashes: chain.hashes,
    payload,
    record: plainRecord({ chain, author: DEVICES.browser.id, ...head }),
  };
}

async function erasureAnswers() {
  const { browser } = await account();
  const common = { v: 1, id: id(111), device: browser.id, at: AT } as const;
  const records = [{ kind: 'contact' as const, id: id(88) }];
  const plan: ErasurePlan = { ...common, account: ACCOUNT, kind: 'contact', records, batches: [] };
  const signedPlan = await signPlan(plan, browser);
  const digest = await planDigest(signedPlan);
  const search: ErasureSearch = { ...common, plan: digest, sought: 1, found: 0 };
  return { plan, signedPlan, digest, search, signedSearch: await signSearch(search, browser) };
}

async function blobAnswers() {
  const content = octets(0, 300);
  const sealed = await sealBlobWith(content, { id: id(55), key: octets(240) });
  return { content: hex(content), ...sealed, chunks: sealed.chunks.map(toBase64Url) };
}

async function batchAnswers() {
  const { chain, browser, phone } = await account();
  const content = {
    v: 1,
    createdAt: AT,
    texts: [{ to: ['+4915112345678'], text: 'On my way', simSlot: 0 }],
  } as const;
  const texts = content.texts.map((one) => ({ ...one, to: [...one.to] }));
  const contentKey = octets(33);
  const when = { priority: 5, notBefore: null, expires: '2026-11-23T12:00:00.000Z', id: id(66) };
  const ephemerals = { target: octets(13), account: octets(17) };
  const batch = await sealBatchWith(
    { chain, by: browser, target: phone.id, content: { ...content, texts }, ...when },
    { contentKey, nonce: octets(230, 12), ephemerals },
  );
  const events = { v: 1 as const, events: [{ index: 0, at: AT, state: 'sent' as const }] };
  const segment = { contentKey, batch: batch.id, number: 0, by: phone, events };
  return {
    content,
    contentKey: toBase64Url(contentKey),
    nonce: text(230, 12),
    ephemerals: { target: text(13), account: text(17) },
    batch,
    events,
    segmentNonce: text(235, 12),
    segment: await sealSegmentWith(segment, octets(235, 12)),
  };
}

async function settingsAnswers() {
  const { chain, browser, gateway } = await account();
  const settings: GatewaySettings = {
    v: 1,
    gateway: gateway.id,
    members: [gateway.id],
    generation: 2,
    secret: text(72),
    version: 7,
    at: AT,
    paused: false,
    apiKeys: [{ id: id(70), name: 'Shop', hash: text(71), scopes: ['send'], createdAt: AT }],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: 10, textsPerDay: null },
  };
  const contentKey = octets(34);
  const ephemerals = { members: [octets(19)], account: octets(23) };
  const fixed = { contentKey, nonce: octets(240, 12), ephemerals };
  return {
    settings,
    contentKey: toBase64Url(contentKey),
    nonce: text(240, 12),
    ephemerals: { members: [text(19)], account: text(23) },
    put: await sealGatewaySettingsWith({ chain, by: browser, settings }, fixed),
  };
}

async function poolAnswers() {
  const { chain, browser, gateway } = await account();
  const standing = { pool: gateway.id, members: [gateway.id], generation: 2 };
  const seed = octets(37);
  const key = await sealDayKeyWith(
    { chain, by: gateway, standing, day: '2026-11-22' },
    { id: id(73), seed, ephemerals: [octets(39)] },
  );
  const { members, ...head } = key;
  const view = { ...head, members: standing.members, holders: [], wrap: null, until: AT };
  const target = await verifyDayKey(view, { chain, standing });
  const content = {
    v: 1,
    createdAt: AT,
    texts: [{ to: ['+4915112345678'], text: 'On my way', simSlot: null }],
  };
  const ephemerals = { target: octets(41), account: octets(43) };
  const when = { priority: 9, notBefore: null, expires: '2026-11-23T12:00:00.000Z', id: id(74) };
  const batch = await sealBatchWith(
    { chain, by: browser, target, content: content as BatchContent, ...when },
    { contentKey: octets(45), nonce: octets(252, 12), ephemerals },
  );
  return {
    standing,
    seed: text(37),
    wrapEphemeral: text(39),
    key: { ...head, members },
    content,
    contentKey: text(45),
    nonce: text(252, 12),
    ephemerals: { target: text(41), account: text(43) },
    batch,
  };
}

async function listAnswers() {
  const { chain, keyring, browser, gateway } = await account();
  const list = 'suppressions' as const;
  const common = { chain, by: browser, list, gateways: [gateway.id] };
  const empty = { count: 0, digest: null };
  const first = await sealListKeysWith(
    { ...common, before: null, head: empty },
    { secret: octets(35), nonce: octets(244, 12), ephemerals: [octets(25), octets(27)] },
  );
  const before = await openListKeys({ set: first, chain, as: { keyring } });
  const entry = { number: '+4915112345678', meaning: 'stop', why: 'keyword STOP (German)', at: AT };
  const entries = [{ ...entry, source: { gateway: gateway.id } }];
  const place = { chain, by: gateway, entries };
  const one = await sealListSegmentWith({ ...place, keys: before, after: empty }, octets(246, 12));
  const second = await sealListKeysWith(
    { ...common, before, head: one.head },
    { secret: octets(36), nonce: octets(248, 12), ephemerals: [octets(29), octets(31)] },
  );
  const keys = await openListKeys({ set: second, chain, as: { keyring } });
  const two = await sealListSegmentWith({ ...place, keys, after: one.head }, octets(250, 12));
  return {
    entries,
    secrets: [text(35), text(36)],
    keySets: [first, second],
    keySetNonces: [text(244, 12), text(248, 12)],
    ephemerals: [
      { account: text(25), gateway: text(27) },
      { account: text(29), gateway: text(31) },
    ],
    digests: [before.digest, keys.digest],
    segments: [one.segment, two.segment],
    segmentNonces: [text(246, 12), text(250, 12)],
    head: two.head,
  };
}

async function linkAnswers() {
  const { chain, browser, phone } = await account();
  const device = describeDevice(phone, 'phone', 'Pixel');
  const reveal = { nonce: text(41), device, origin: 'agent' };
  const commitment = await linkCommitment(reveal);
  const answer = { nonce: text(43), device: browser.id, chainHead: chain.hashes[2] ?? '' };
  const transcript = { account: ACCOUNT, link: id(44), commitment, answer, reveal };
  return { ...transcript, digits: await linkDigits(transcript) };
}

/** Every file of ../vectors by name. */
export async function knownAnswers(): Promise<Record<string, unknown>> {
  return {
    'secret-key': await secretKeyAnswers(),
    chain: await chainAnswers(),
    keys: await keyAnswers(),
    record: await recordAnswers(),
    open: await openAnswers(),
    erasure: await erasureAnswers(),
    blob: await blobAnswers(),
    batch: await batchAnswers(),
    settings: await settingsAnswers(),
    pool: await poolAnswers(),
    list: await listAnswers(),
    link: await linkAnswers(),
  };
}
