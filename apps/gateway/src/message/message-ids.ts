import { randomBytes } from 'node:crypto';
import type { Id } from '@smseal/protocol';
import type { GatewaySecret } from '../http/gateway-secret.ts';

/** A text's place. */
export interface TextPlace {
  batch: Id;
  index: number;
}

const RANDOM_OCTETS = 9;
const TAG_OCTETS = 6;
/** Bits at the end of a batch's id that are zero: room for a text's place, of which there are a thousand. */
const INDEX_BITS = 10;

/** No API key's id, so no API key owns such a batch. */
const NOBODY = '';

/**
 * Ids of batches that tell this gateway, and nobody else, which API key their texts belong to: 72 random bits, a keyed
 * tag of 46 bits over these and the API key, and ten zeros. So a text is its owner's even when the gateway has let go of
 * what is in it, and its place fits into the 128 bits of other dialects' ids.
 */
export class MessageIds {
  readonly #secret: GatewaySecret;

  constructor(secret: GatewaySecret) {
    this.#secret = secret;
  }

  /** A new batch of an API key's texts, or of the gateway's own. */
  newBatch(apiKey: Id | null): Id {
    return this.#tagged(randomBytes(RANDOM_OCTETS), apiKey ?? NOBODY).toString('base64url');
  }

  isOwn(batch: Id, apiKey: Id): boolean {
    const octets = Buffer.from(batch, 'base64url');
    return this.#tagged(octets.subarray(0, RANDOM_OCTETS), apiKey).equals(octets);
  }

  #tagged(random: Uint8Array, apiKey: Id): Buffer {
    const tag = this.#secret.hash('batch-id', Buffer.concat([random, Buffer.from(apiKey)]));
    const id = Buffer.concat([random, tag.subarray(0, TAG_OCTETS), Buffer.alloc(1)]);
    id.writeUInt8(id.readUInt8(RANDOM_OCTETS + TAG_OCTETS - 1) & 0xfc, RANDOM_OCTETS + TAG_OCTETS - 1);
    return id;
  }
}

const MESSAGE_ID = /^([A-Za-z0-9_-]{22}):(0|[1-9][0-9]{0,2})$/;

/** Takes `batch:index` apart; null for anything else. */
export function parseMessageId(text: string): TextPlace | null {
  const [, batch, index] = MESSAGE_ID.exec(text) ?? [];
  return batch === undefined ? null : { batch, index: Number(index) };
}

export function formatMessageId({ batch, index }: TextPlace): string {
  return `${batch}:${index}`;
}

/** A text's id as 32 hexadecimal digits. */
export function toHexId({ batch, index }: TextPlace): string {
  const octets = Buffer.from(batch, 'base64url');
  octets.writeUInt16BE(octets.readUInt16BE(14) | index, 14);
  return octets.toString('hex');
}

/** Reads what {@link toHexId} wrote; null for anything else. */
export function fromHexId(hex: string): TextPlace | null {
  if (!/^[0-9a-f]{32}$/.test(hex)) return null;
  const octets = Buffer.from(hex, 'hex');
  const end = octets.readUInt16BE(14);
  const index = end % 2 ** INDEX_BITS;
  octets.writeUInt16BE(end - index, 14);
  return { batch: octets.toString('base64url'), index };
}
