import { toBase64Url, type Id, type SegmentContent, type SegmentStored } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import { frame } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { SealError } from '../seal-error.ts';
import { deriveContentKeys } from './content-key.ts';

export interface SealSegmentInput {
  /** As `openBatch` gave it. */
  contentKey: Octets;
  batch: Id;
  number: number;
  /** The device that sends the batch. */
  by: DeviceKeys;
  events: SegmentContent;
}

/** Seals and signs what happened to a batch's texts. */
export async function sealSegment(input: SealSegmentInput): Promise<{ envelope: string; signature: string }> {
  return sealSegmentWith(input);
}

/** @param nonce random unless given; known-answer vectors alone give it. */
export async function sealSegmentWith(input: SealSegmentInput, nonce?: Octets) {
  const { envelope, signature } = await sealSegmentOctets(input, nonce);
  return { envelope: toBase64Url(envelope), signature: toBase64Url(signature) };
}

/** As {@link sealSegment}, in octets. */
export async function sealSegmentOctets(input: SealSegmentInput, nonce?: Octets) {
  const { batch, number, by, events } = input;
  const place = { batch, number, author: by.id };
  const keys = await deriveContentKeys(batch, input.contentKey);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.events,
    aad: frame('segment', SUITE_KEY, batch, number, by.id),
    payload: events,
    ...(nonce ? { nonce } : {}),
  });
  return { envelope, signature: await sign(by.sign.privateKey, statement(place, envelope)) };
}

export interface OpenSegmentInput {
  segment: SegmentStored;
  contentKey: Octets;
  chain: Chain;
}

/**
 * Opens a segment; its author may have been removed since.
 * @throws SealError `unknown-device`, `not-permitted` (no `deliver`), `bad-signature`, `wrong-key`, `not-authentic`,
 *   `unknown-suite`, `malformed`.
 */
export async function openSegment({ segment, contentKey, chain }: OpenSegmentInput): Promise<SegmentContent> {
  const author = chain.device(segment.author);
  if (!author) throw new SealError('unknown-device', 'a segment of a device that the chain never admitted');
  if (!author.can.includes('deliver'))
    throw new SealError('not-permitted', 'a segment of a device without `deliver`');
  const envelope = fromWire(segment.envelope);
  await requireSignature(author.sign, segment.signature, statement(segment, envelope));
  const keys = await deriveContentKeys(segment.batch, contentKey);
  const parts = splitEnvelope(envelope);
  if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of segments');
  if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'a segment of another batch');
  const aad = frame('segment', SUITE_KEY, segment.batch, segment.number, segment.author);
  return (await openEnvelope(parts, keys.events, aad)) as SegmentContent;
}

type Place = Pick<SegmentStored, 'batch' | 'number' | 'author'>;

function statement({ batch, number, author }: Place, envelope: Octets): Octets {
  return frame('segment/signature', batch, number, author, envelope);
}
