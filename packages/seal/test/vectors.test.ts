import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type {
  AppendListSegment,
  ListKeySet,
  LiveEvent,
  PostBatch,
  PutGatewaySettings,
  SealedKey,
  SealedRecord,
} from '@smseal/protocol';
import {
  followList,
  importDeviceKeys,
  importKeyring,
  LiveReceiver,
  openBatch,
  openDayKey,
  openBlob,
  openGatewaySettings,
  openKeyring,
  openListKeys,
  openRecord,
  openSegment,
  parseSecretKey,
  planDigest,
  verifyChain,
  verifyInboundSession,
} from '../src/index.ts';
import { frame } from '../src/octets/frame.ts';
import { fromWire } from '../src/octets/octets.ts';
import { requireSignature } from '../src/primitive/ed25519.ts';
import batch from '../vectors/batch.json' with { type: 'json' };
import blob from '../vectors/blob.json' with { type: 'json' };
import chainFile from '../vectors/chain.json' with { type: 'json' };
import keys from '../vectors/keys.json' with { type: 'json' };
import erasure from '../vectors/erasure.json' with { type: 'json' };
import link from '../vectors/link.json' with { type: 'json' };
import list from '../vectors/list.json' with { type: 'json' };
import open from '../vectors/open.json' with { type: 'json' };
import record from '../vectors/record.json' with { type: 'json' };
import secretKey from '../vectors/secret-key.json' with { type: 'json' };
import pool from '../vectors/pool.json' with { type: 'json' };
import settings from '../vectors/settings.json' with { type: 'json' };
import { knownAnswers } from './known-answers.ts';
import { refused } from './refused.ts';

const committed = {
  'secret-key': secretKey,
  chain: chainFile,
  keys,
  record,
  open,
  erasure,
  blob,
  batch,
  settings,
  pool,
  list,
  link,
};

async function account() {
  const chain = await verifyChain(keys.account, chainFile.entries);
  const epochs = [{ epoch: keys.epoch, secret: keys.secret }];
  const keyring = await importKeyring({ v: 1, account: keys.account, idKey: keys.idKey, epochs }, chain);
  return { chain, keyring };
}

test('[SEAL-1] [SEAL-10] [SEAL-13] [SEAL-24] [SEAL-55] fixed inputs give the known answers, octet for octet', async () => {
  const answers = await knownAnswers();
  deepEqual(Object.keys(answers), Object.keys(committed));
  for (const [name, answer] of Object.entries(answers))
    deepEqual(JSON.parse(JSON.stringify(answer)), committed[name as keyof typeof committed], name);
  equal(parseSecretKey(secretKey.printed), secretKey.secretKey);
});

test('[SEAL-26] the known chain verifies and its keys open', async () => {
  const { chain, keyring } = await account();
  deepEqual(chain.hashes, chainFile.hashes);
  const phone = await importDeviceKeys({ ...chainFile.devices.phone, v: 1 });
  const sealed = keys.sealed.map(({ key }) => key as SealedKey);
  const opened = await openKeyring(chain, sealed, phone);
  deepEqual(opened.current().keyId, keyring.current().keyId);
});

test('[SEAL-36] [SEAL-42] [SEAL-45] the known records and events open', async () => {
  const { chain, keyring } = await account();
  deepEqual(await openRecord({ keyring, chain, record: record.record as SealedRecord }), record.payload);
  const session = await verifyInboundSession(record.session, chain, keyring);
  const sessions = new Map([[session.id, session]]);
  const inbound = record.inboundRecord as SealedRecord;
  deepEqual(await openRecord({ keyring, chain, record: inbound, sessions }), record.payload);
  const me = chainFile.devices.phone.id;
  const receiver = new LiveReceiver({ chain: () => chain, keyring: () => keyring, me });
  const live = record.live as LiveEvent;
  deepEqual(await receiver.open(live, Date.parse(live.at)), { v: 1, type: 'ask-state' });
});

test('[SEAL-95] [SEAL-97] the known record of an open account is read in its chain, and in no sealed one', async () => {
  const { chain: sealed, keyring } = await account();
  const chain = await verifyChain(keys.account, open.entries);
  equal(chain.open, true);
  deepEqual(chain.hashes, open.hashes);
  const plain = open.record as SealedRecord;
  deepEqual(await openRecord({ keyring, chain, record: plain }), open.payload);
  await refused('unknown-suite', () => openRecord({ keyring, chain: sealed, record: plain }));
});

test('[SEAL-100] [SEAL-102] the known plan and search are signed by their device', async () => {
  const { chain } = await account();
  const key = chain.device(erasure.plan.device)?.sign ?? '';
  const { plan, signature } = erasure.signedPlan;
  equal(await planDigest({ plan }), erasure.digest);
  await requireSignature(key, signature, frame('erasure/plan', erasure.plan.id, fromWire(erasure.digest)));
  const { search, signature: searched } = erasure.signedSearch;
  await requireSignature(key, searched, frame('erasure/search', fromWire(search)));
});

test('[SEAL-47] [SEAL-49] [SEAL-53] the known blob, batch and segment open', async () => {
  const { chain, keyring } = await account();
  const size = blob.content.length / 2;
  const about = { blob: blob.id, key: blob.key, digest: blob.digest, chunks: blob.chunks.length, size };
  const attachment = { ...about, contentType: 'application/octet-stream', name: null };
  const octets = await openBlob(
    attachment,
    blob.chunks.map((chunk) => fromWire(chunk)),
  );
  equal(Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(''), blob.content);
  const posted = batch.batch as PostBatch;
  const opened = await openBatch({ batch: posted, chain, as: { keyring } });
  deepEqual(opened.content, batch.content);
  const segment = { batch: posted.id, number: 0, author: posted.target, ...batch.segment };
  deepEqual(await openSegment({ segment, contentKey: opened.contentKey, chain }), batch.events);
});

test('[SEAL-59] the known gateway settings open', async () => {
  const { chain, keyring } = await account();
  const put: PutGatewaySettings = settings.put;
  const gateway = await importDeviceKeys({ ...chainFile.devices.gateway, v: 1 });
  for (const as of [{ device: gateway }, { keyring }])
    deepEqual((await openGatewaySettings({ put, chain, as })).settings, settings.settings);
});

test('[SEAL-75] [SEAL-79] the known day key and its batch open', async () => {
  const { chain } = await account();
  const device = await importDeviceKeys({ ...chainFile.devices.gateway, v: 1 });
  const { members, ...head } = pool.key;
  const view = { ...head, members: pool.standing.members, holders: [], until: '' };
  const held = await openDayKey({ ...view, wrap: members[0]?.wrap ?? null }, { chain, device });
  const batchOfPool: PostBatch = pool.batch;
  const as = { device, dayKey: () => held };
  deepEqual((await openBatch({ batch: batchOfPool, chain, as })).content, pool.content);
});

test('[SEAL-65] [SEAL-69] the known list keys and segments open', async () => {
  const { chain, keyring } = await account();
  const gateway = await importDeviceKeys({ ...chainFile.devices.gateway, v: 1 });
  const set = list.keySets[1] as ListKeySet;
  const segments = list.segments as AppendListSegment[];
  for (const as of [{ device: gateway }, { keyring }]) {
    const keys = await openListKeys({ set, chain, as });
    equal(keys.digest, list.digests[1]);
    const followed = await followList({ chain, keys, from: { count: 0, digest: null }, segments });
    deepEqual(followed.head, list.head);
    for (const segment of followed.segments) deepEqual('entries' in segment && segment.entries, list.entries);
  }
});
