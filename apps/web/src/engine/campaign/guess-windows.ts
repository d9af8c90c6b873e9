/** Encodings of old Windows files that are told from each other. */
export type WindowsEncoding = 'windows-1250' | 'windows-1252';

/** Where one of these is written, old files are in Windows-1250. */
const CENTRAL_EUROPE = /^(bs|cs|hr|hu|pl|ro|sk|sl|sq|sr)\b/;

/** The encoding in which more octets of a file are letters; between equals that of the reader's language (BCP 47). */
export function guessWindows(octets: Uint8Array, language: string): WindowsEncoding {
  const times = new Uint32Array(256);
  for (const octet of octets) times[octet] = (times[octet] ?? 0) + 1;
  const letters = (encoding: WindowsEncoding) => {
    const decoder = new TextDecoder(encoding);
    let sum = 0;
    for (let octet = 0x80; octet < 256; octet++)
      if (/\p{L}/u.test(decoder.decode(Uint8Array.of(octet)))) sum += times[octet] ?? 0;
    return sum;
  };
  const [central, western] = [letters('windows-1250'), letters('windows-1252')];
  if (central === western) return CENTRAL_EUROPE.test(language) ? 'windows-1250' : 'windows-1252';
  return central > western ? 'windows-1250' : 'windows-1252';
}
