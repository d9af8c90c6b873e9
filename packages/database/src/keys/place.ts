const LABEL = 'smseal/at-rest/1';

/**
 * Where a value belongs, as octets to be authenticated with it: a value that is put anywhere else does not open. Each part
 * stands after its length, so that no two places look alike.
 */
export function placeOctets(...parts: readonly (string | number)[]): Buffer {
  let text = LABEL;
  for (const part of parts) {
    const word = String(part);
    text += `|${word.length}:${word}`;
  }
  return Buffer.from(text);
}
