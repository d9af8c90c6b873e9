import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import {
  fromBase64Url,
  ResealedBatch,
  toBase64Url,
  type BatchContent,
  type BatchStored,
  type ErasurePlan,
  type ErasureSearch,
  type PostBatch,
  type SegmentStored,
  type TextEvent,
} from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  openBatch,
  openSegment,
  planDigest,
  randomId,
  resealBatch,
  sealBatch,
  sealSegment,
  signPlan,
  signSearch,
  type Resealed,
} from '../src/index.ts';
import { frame } from '../src/octets/frame.ts';
import { household, type Household } from './household.ts';
import { refused } from './refused.ts';

const CONTENT: BatchContent = {
  v: 1,
  createdAt: '2026-11-22T12:00:00.000Z',
  texts: ['Ada', 'Grace', 'Jan'].map((name, at) => ({
    to: [`+4915112345${at}78`],
    text: `Dear ${name}`,
    simSlot: at,
  })),
};

const event = (index: number, change: Partial<TextEvent> = {}): TextEvent => ({
  index,
  at: '2026-11-22T12:01:00.000Z',
  state: 'delivered',
  carrierId: `c${index}`,
  receipt: `id:c${index} stat:DELIVRD`,
  ...change,
});

/** A batch to the phone, final, with what the phone said of it in two segments. */
async function finalBatch(house: Household, change: { apiKey?: string } = {}) {
  const { chain, browser, phone, keyring } = house;
  const posted = await sealBatch({
    chain,
    by: browser,
    target: phone.id,
    content: CONTENT,
    priority: 5,
    notBefore: null,
    expires: '2026-11-23T12:00:00.000Z',
    ...change,
  });
  const batch = stored(posted);
  const { contentKey } = await openBatch({ batch, chain, as: { keyring } });
  const segments: SegmentStored[] = [];
  for (const events of [
    [event(1, { state: 'sent' }), event(0)],
    [event(1), event(2)],
  ]) {
    const place = { batch: batch.id, number: segments.length };
    const sealed = await sealSegment({ ...place, contentKey, by: phone, events: { v: 1, events } });
    segments.push({ ...place, author: phone.id, ...sealed });
  }
  return { batch, segments };
}

function stored({ targetWrap: _targetWrap, ...posted }: PostBatch): BatchStored {
  return { ...posted, states: posted.count === 3 ? ['delivered', 'delivered', 'delivered'] : [] };
}

/** As the server has it afterwards. */
function replaced(
  before: BatchStored,
  { batch: { segments, ...anew }, planned }: Resealed,
  author: string,
): { batch: BatchStored; segments: SegmentStored[] } {
  return {
    batch: { ...before, ...anew, author, replaces: planned.replaced },
    segments: segments.map((segment, number) => ({ batch: before.id, number, author, ...segment })),
  };
}

test('[SEAL-101] an erased text is blank at its place, and nothing that was reported on it is left', async () => {
  const house = await household();
  const { chain, browser, keyring, phoneKeyring } = house;
  const before = await finalBatch(house);
  const anew = await resealBatch({ ...before, erase: [1], chain, keyring, by: browser });
  equal(Check(ResealedBatch, anew.batch), true);
  deepEqual(anew.planned, {
    id: before.batch.id,
    replaced: await digestOf(before.batch.envelope),
    by: await digestOf(anew.batch.envelope),
    segments: 2,
  });
  const after = replaced(before.batch, anew, browser.id);
  const { content, contentKey } = await openBatch({
    batch: after.batch,
    chain,
    as: { keyring: phoneKeyring },
  });
  deepEqual(content.texts, [
    CONTENT.texts[0],
    { to: [], text: '', simSlot: null, erased: true },
    CONTENT.texts[2],
  ]);
  equal(content.createdAt, CONTENT.createdAt);
  const events = [];
  for (const segment of after.segments)
    events.push(...(await openSegment({ segment, contentKey, chain })).events);
  deepEqual(events, [event(0), event(2)]);
});

test('[SEAL-101] the key of before opens neither the batch nor its segments, and no wrap is left for the phone', async () => {
  const house = await household();
  const { chain, browser, keyring, phone } = house;
  const before = await finalBatch(house);
  const old = await openBatch({ batch: before.batch, chain, as: { keyring } });
  const anew = await resealBatch({ ...before, erase: [0], chain, keyring, by: browser });
  const after = replaced(before.batch, anew, browser.id);
  const [segment] = after.segments;
  ok(segment);
  await refused('wrong-key', () => openSegment({ segment, contentKey: old.contentKey, chain }));
  const wrapped = { ...after.batch, accountWrap: before.batch.accountWrap };
  await refused('wrong-key', () => openBatch({ batch: wrapped, chain, as: { keyring } }));
  await refused('not-permitted', () => openBatch({ batch: after.batch, chain, as: { device: phone } }));
});

test('[SEAL-101] what a batch replaces is its author’s word: a server cannot add, change or drop it', async () => {
  const house = await household();
  const { chain, browser, keyring } = house;
  const before = await finalBatch(house, { apiKey: randomId() });
  const anew = await resealBatch({ ...before, erase: [0], chain, keyring, by: browser });
  const { batch } = replaced(before.batch, anew, browser.id);
  await openBatch({ batch, chain, as: { keyring } });
  const { replaces: _replaces, ...dropped } = batch;
  const other = { ...batch, replaces: anew.planned.by };
  const added = { ...before.batch, replaces: anew.planned.by };
  for (const altered of [dropped, other, added])
    await refused('bad-signature', () => openBatch({ batch: altered, chain, as: { keyring } }));
});

test('[SEAL-101] a batch can be blanked again, and only by who may send and deliver', async () => {
  const house = await household();
  const { chain, browser, keyring } = house;
  const before = await finalBatch(house);
  const once = replaced(
    before.batch,
    await resealBatch({ ...before, erase: [0], chain, keyring, by: browser }),
    browser.id,
  );
  const twice = replaced(
    once.batch,
    await resealBatch({ ...once, erase: [2], chain, keyring, by: browser }),
    browser.id,
  );
  const { content } = await openBatch({ batch: twice.batch, chain, as: { keyring } });
  deepEqual(
    content.texts.map(({ erased = false }) => erased),
    [true, false, true],
  );
  await refused('malformed', () => resealBatch({ ...before, erase: [3], chain, keyring, by: browser }));
  const stranger = { ...browser, id: randomId() };
  await refused('unknown-device', () => resealBatch({ ...before, erase: [0], chain, keyring, by: stranger }));
});

/** SHA-256 of what a text of base64url stands for, as base64url. */
async function digestOf(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64Url(text))));
}

async function isSigned(key: string, octets: Uint8Array<ArrayBuffer>, signature: string): Promise<boolean> {
  const publicKey = await crypto.subtle.importKey('raw', fromBase64Url(key), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', publicKey, fromBase64Url(signature), octets);
}

test('[SEAL-100] [SEAL-102] plan and search are signed under the erasure’s id and their own octets', async () => {
  const { account, browser, chain } = await household();
  const key = chain.device(browser.id)?.sign ?? '';
  const plan: ErasurePlan = {
    v: 1,
    id: randomId(),
    account,
    device: browser.id,
    at: '2026-11-22T12:00:00.000Z',
    kind: 'contact',
    records: [{ kind: 'contact', id: randomId() }],
    batches: [],
  };
  const signed = await signPlan(plan, browser);
  deepEqual(JSON.parse(new TextDecoder().decode(fromBase64Url(signed.plan))), plan);
  const digest = await planDigest(signed);
  equal(digest, await digestOf(signed.plan));
  ok(await isSigned(key, frame('erasure/plan', plan.id, fromBase64Url(digest)), signed.signature));
  ok(!(await isSigned(key, frame('erasure/plan', randomId(), fromBase64Url(digest)), signed.signature)));
  const search: ErasureSearch = {
    v: 1,
    id: plan.id,
    device: browser.id,
    plan: digest,
    at: '2026-11-22T12:00:05.000Z',
    sought: 1,
    found: 0,
  };
  const told = await signSearch(search, browser);
  ok(await isSigned(key, frame('erasure/search', fromBase64Url(told.search)), told.signature));
});
