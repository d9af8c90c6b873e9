/** A word that must not be found. */
export interface Canary {
  name: string;
  octets: Buffer;
}

/** Names of the canaries that stand in `octets`: as they are, in hex, in base64 of both alphabets wherever it begins, in UTF-16. */
export function tracesIn(octets: Buffer, canaries: readonly Canary[]): string[] {
  const shown = octets.toString('latin1');
  const unfolded = shown.replaceAll('-', '+').replaceAll('_', '/');
  return canaries.flatMap(({ name, octets: word }) => {
    const plain = word.toString('latin1');
    const wide = Buffer.from(word.toString('utf8'), 'utf16le').toString('latin1');
    const hex = word.toString('hex');
    const forms = { plain, wide, hex, HEX: hex.toUpperCase() };
    const found = Object.entries(forms).find(([, form]) => shown.includes(form))?.[0];
    if (found !== undefined) return [`${name} (${found})`];
    return [0, 1, 2].some((before) => unfolded.includes(certainBase64(word, before)))
      ? [`${name} (base64)`]
      : [];
  });
}

/** The characters that are the same whatever stands before (as many octets, modulo three) and after. */
function certainBase64(octets: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + octets.length) * 8) / 6));
}
