/** Unpadded base64url (RFC 4648 §5), the only text form of octets on the wire. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const LETTERS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

const CODES: Int8Array = (() => {
  const codes = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) codes[ALPHABET.charCodeAt(i)] = i;
  return codes;
})();

interface NativeBase64 {
  toBase64(options: { alphabet: 'base64url'; omitPadding: true }): string;
}

/** Encodes octets as unpadded base64url. */
export function toBase64Url(bytes: Uint8Array): string {
  const native = bytes as Uint8Array & Partial<NativeBase64>;
  if (native.toBase64) return native.toBase64({ alphabet: 'base64url', omitPadding: true });
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const n = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    codes[at++] = LETTERS[n >> 18] ?? 0;
    codes[at++] = LETTERS[(n >> 12) & 63] ?? 0;
    // Past the end, where the last group is short, nothing is stored.
    codes[at++] = LETTERS[(n >> 6) & 63] ?? 0;
    codes[at++] = LETTERS[n & 63] ?? 0;
  }
  return asciiText(codes);
}

/** One flat string: put together a character at a time it would be a rope forty times its size, held as long as it is. */
function asciiText(codes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < codes.length; at += 8192) {
    // A typed array is array-like enough for `apply`, and five times faster than spreading it.
    out += String.fromCharCode.apply(null, codes.subarray(at, at + 8192) as unknown as number[]);
  }
  return out;
}

/**
 * Decodes unpadded base64url.
 * @throws RangeError on padding, a foreign character, an impossible length or non-zero trailing bits (one text per octet string).
 */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as {
    fromBase64?(
      text: string,
      options: { alphabet: 'base64url'; lastChunkHandling: 'strict' },
    ): Uint8Array<ArrayBuffer>;
  };
  if (text.length % 4 === 1) throw new RangeError('not unpadded base64url: impossible length');
  if (native.fromBase64) {
    if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError('not unpadded base64url: foreign character');
    try {
      const padded = text + '='.repeat((4 - (text.length % 4)) % 4);
      return native.fromBase64(padded, { alphabet: 'base64url', lastChunkHandling: 'strict' });
    } catch {
      throw new RangeError('not unpadded base64url: trailing bits');
    }
  }
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let value = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = CODES[text.charCodeAt(i)] ?? -1;
    if (code < 0) throw new RangeError('not unpadded base64url: foreign character');
    value = ((value << 6) | code) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (value >> bits) & 0xff;
    }
  }
  if ((value & ((1 << bits) - 1)) !== 0) throw new RangeError('not unpadded base64url: trailing bits');
  return out;
}
