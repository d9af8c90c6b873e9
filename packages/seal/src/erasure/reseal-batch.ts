import {
  toBase64Url,
  type BatchContent,
  type BatchStored,
  type BatchText,
  type Id,
  type ResealedBatch,
  type SegmentContent,
  type SegmentStored,
} from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireLive } from '../device/standing.ts';
import { sealEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { fromWire } from '../octets/octets.ts';
import { accountWrapInfo, batchAad, batchStatement, openBatch } from '../outbox/batch.ts';
import { deriveContentKeys } from '../outbox/content-key.ts';
import { openSegment, sealSegment } from '../outbox/segment.ts';
import { sign } from '../primitive/ed25519.ts';
import { sha256 } from '../primitive/hash.ts';
import { hpkeSeal } from '../primitive/hpke.ts';
import { randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';

export interface ResealBatchInput {
  /** As it is stored, with every one of its segments. */
  batch: BatchStored;
  segments: readonly SegmentStored[];
  /** Places of the texts that are erased. */
  erase: readonly number[];
  chain: Chain;
  keyring: Keyring;
  /** A live device that can `send` and `deliver`. */
  by: DeviceKeys;
}

/** A batch that was sealed anew, and what of it a plan names. */
export interface Resealed {
  batch: ResealedBatch;
  planned: { id: Id; replaced: string; by: string; segments: number };
}

/** What is left of a text that was erased: its place. */
const BLANK: BatchText = { to: [], text: '', simSlot: null, erased: true };
/** A segment takes up to a mebibyte; so many events with their receipts stay far below. */
const EVENTS_OF_SEGMENT = 400;

/**
 * Seals a batch anew with some of its texts blanked and what was reported on them left out, under a fresh content key that is
 * wrapped to the account alone (SEAL-101). The other texts keep their places, words and reports.
 * @throws SealError as `openBatch` and `openSegment`; `not-permitted`, `removed-device`, `unknown-epoch` for its new author;
 *   `malformed` for a text that is not there.
 */
export async function resealBatch(input: ResealBatchInput): Promise<Resealed> {
  const { batch: before, chain, by } = input;
  requireLive(chain, by.id, 'send');
  requireLive(chain, by.id, 'deliver');
  const { epoch } = chain;
  const inbound = chain.epochs.get(epoch)?.inbound;
  if (inbound === undefined) throw new SealError('unknown-epoch', 'a chain on which no epoch has begun');
  const { content, events } = await openWithout(input);
  const { id } = before;
  const replaced = toBase64Url(await sha256(fromWire(before.envelope)));
  const head = { ...before, author: by.id, epoch, replaces: replaced };
  const contentKey = randomOctets(32);
  const keys = await deriveContentKeys(id, contentKey);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.content,
    aad: batchAad(chain.account, head),
    payload: content,
  });
  const wrap = await hpkeSeal(
    { to: fromWire(inbound, 32), info: accountWrapInfo(chain.account, head) },
    contentKey,
  );
  const segments: ResealedBatch['segments'] = [];
  for (let at = 0; at < events.length; at += EVENTS_OF_SEGMENT) {
    const some: SegmentContent = { v: 1, events: events.slice(at, at + EVENTS_OF_SEGMENT) };
    segments.push(await sealSegment({ contentKey, batch: id, number: segments.length, by, events: some }));
  }
  const signature = await sign(by.sign.privateKey, await batchStatement(chain.account, head, envelope));
  return {
    batch: {
      id,
      epoch,
      envelope: toBase64Url(envelope),
      accountWrap: { enc: toBase64Url(wrap.enc), sealed: toBase64Url(wrap.sealed) },
      signature: toBase64Url(signature),
      segments,
    },
    planned: {
      id,
      replaced,
      by: toBase64Url(await sha256(envelope)),
      segments: input.segments.length,
    },
  };
}

/** What the batch and its segments say, without what is erased. */
async function openWithout({ batch, segments, erase, chain, keyring }: ResealBatchInput) {
  const { content, contentKey } = await openBatch({ batch, chain, as: { keyring } });
  const erased = new Set(erase);
  if (erase.some((index) => content.texts[index] === undefined))
    throw new SealError('malformed', 'a text that is not in its batch');
  const texts = content.texts.map((text, index) => (erased.has(index) ? BLANK : text));
  const events: SegmentContent['events'] = [];
  for (const segment of segments.toSorted((a, b) => a.number - b.number)) {
    const { events: reported } = await openSegment({ segment, contentKey, chain });
    events.push(...reported.filter(({ index }) => !erased.has(index)));
  }
  return { content: { ...content, texts } satisfies BatchContent, events };
}
