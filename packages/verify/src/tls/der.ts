/** The few forms of DER (ITU-T X.690) that a certificate is written in. */

const SHORT_LENGTH = 0x80;

function form(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < SHORT_LENGTH) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const significant = length.subarray(length.findIndex((octet) => octet !== 0));
  return Buffer.concat([Buffer.from([tag, SHORT_LENGTH | significant.length]), significant, content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => form(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => form(0x31, ...parts);
export const octetString = (content: Uint8Array): Buffer => form(0x04, content);
export const bitString = (content: Uint8Array): Buffer => form(0x03, Buffer.from([0]), content);
export const utf8String = (text: string): Buffer => form(0x0c, Buffer.from(text));
export const truth = (): Buffer => form(0x01, Buffer.from([0xff]));
/** Not negative, most significant octet first. */
export const integer = (octets: Uint8Array): Buffer =>
  (octets[0] ?? 0) >= 0x80 ? form(0x02, Buffer.from([0]), octets) : form(0x02, octets);
/** Wrapped under a number of the surrounding form’s own. */
export const explicit = (number: number, content: Uint8Array): Buffer => form(0xa0 | number, content);
/** Octets under a number of the surrounding form’s own. */
export const implicit = (number: number, content: Uint8Array): Buffer => form(0x80 | number, content);
/** `YYMMDDHHMMSSZ`, for the years up to 2049. */
export const utcTime = (at: Date): Buffer =>
  form(0x17, Buffer.from(`${at.toISOString().replaceAll(/\D/g, '').slice(2, 14)}Z`));

/** An object identifier, such as `2.5.4.3`. */
export function identifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return form(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBits)]));
}

function sevenBits(number: number): number[] {
  const groups = [number & 0x7f];
  for (let left = number >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
  return groups;
}
