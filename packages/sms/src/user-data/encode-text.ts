import { PLAIN_ALPHABET, septetsOf } from '../gsm/alphabet.ts';
import { layOut, partsOf, USER_DATA_OCTETS, type SegmentOptions } from '../gsm/layout.ts';
import { writeSeptets } from '../gsm/septets.ts';
import { NO_HEADER, writeUserDataHeader } from './user-data-header.ts';

/** Septets of a part that has no header. */
const WHOLE_SEPTETS = (USER_DATA_OCTETS * 8) / 7;
/** A part number is one octet (TS 23.040 §9.2.3.24.1). */
const MOST_PARTS = 255;

export interface EncodeOptions extends SegmentOptions {
  /**
   * Number that holds the parts together, taken modulo 2⁸ or 2¹⁶; 0 unless said. It must differ from those of other texts
   * of the same sender to the same recipient that may still be on their way.
   */
  referenceNumber?: number;
}

/** One short message's user data. */
export interface TextPart {
  text: string;
  encoding: 'gsm7' | 'ucs2';
  /** User-data header, length octet first; empty when the part needs none (no UDHI then). */
  header: Uint8Array;
  /** `gsm7`: septets, one per octet; `ucs2`: UTF-16, big-endian. */
  body: Uint8Array;
}

/** Writes UTF-16, big-endian, and returns the place after it. */
function writeUnicode(text: string, { octets, at }: { octets: Uint8Array; at: number }): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    octets[at + 2 * i] = unit >> 8;
    octets[at + 2 * i + 1] = unit & 0xff;
  }
  return at + 2 * text.length;
}

/**
 * A text as the parts that go to a carrier: as many as `countSegments` says with the same options, none for an empty
 * text. Their texts joined are `normaliseText(text)`; their bodies are views of one buffer.
 * @throws RangeError for more than 255 parts.
 */
export function encodeText(text: string, options: EncodeOptions = {}): TextPart[] {
  const layout = layOut(text, options);
  const { alphabet, used, ends } = layout;
  const total = ends.length;
  if (total > MOST_PARTS)
    throw new RangeError(`a text of ${total} parts: at most ${MOST_PARTS} can be numbered`);
  const encoding = alphabet ? 'gsm7' : 'ucs2';
  const octets = new Uint8Array(alphabet ? used : used * 2);
  if (total === 1 && alphabet === PLAIN_ALPHABET) {
    writeSeptets(layout.text, { octets, at: 0 });
    return [{ text: layout.text, encoding, header: NO_HEADER, body: octets }];
  }
  const { referenceNumber: reference = 0, reference: bits = 8 } = options;
  let at = 0;
  return partsOf(layout).map((part, i) => {
    const start = at;
    at = alphabet ? writeSeptets(part, { octets, at }, alphabet) : writeUnicode(part, { octets, at });
    const header = writeUserDataHeader({
      concatenation: total === 1 ? null : { reference, bits, total, part: i + 1 },
      locking: alphabet?.locking ?? null,
      single: alphabet?.single ?? null,
    });
    return { text: part, encoding, header, body: octets.subarray(start, at) };
  });
}

/**
 * Writes a text that is one part in the default alphabet straight into a frame, one septet per octet, and returns its
 * septets; -1, with nothing written, when the text needs anything more (then use `encodeText`) or the frame has no room.
 */
export function writePlainText(text: string, octets: Uint8Array, at: number): number {
  if (text.length > WHOLE_SEPTETS) return -1;
  const septets = septetsOf(text, PLAIN_ALPHABET);
  if (septets < 0 || septets > WHOLE_SEPTETS || at + septets > octets.length) return -1;
  writeSeptets(text, { octets, at });
  return septets;
}

/** Header and body as SMPP's `short_message` carries them: septets one per octet. */
export function joinUserData({ header, body }: TextPart): Uint8Array {
  if (header.length === 0) return body;
  const joined = new Uint8Array(header.length + body.length);
  joined.set(header);
  joined.set(body, header.length);
  return joined;
}
