import type { Canary } from './canary.ts';

/** One way to write a canary. */
export interface Written {
  canary: Canary;
  encoding: string;
  octets: Buffer;
  /** Counts only where no letter or digit stands beside it. */
  alone: boolean;
}

/** A canary in plain, hex, base64 in both alphabets wherever it begins in a group of three, and UTF-16. */
export function writings(canary: Canary): Written[] {
  const { octets } = canary;
  const hex = octets.toString('hex');
  const all: [string, Buffer][] = [
    ['plain', octets],
    ['hex', Buffer.from(hex)],
  ];
  if (hex !== hex.toUpperCase()) all.push(['HEX', Buffer.from(hex.toUpperCase())]);
  for (const before of [0, 1, 2]) {
    const standard = certainBase64(octets, before);
    const url = standard.replaceAll('+', '-').replaceAll('/', '_');
    all.push([`base64 after ${before}`, Buffer.from(standard)]);
    if (url !== standard) all.push([`base64url after ${before}`, Buffer.from(url)]);
  }
  if (canary.isText) {
    const little = Buffer.from(octets.toString(), 'utf16le');
    all.push(['UTF-16LE', little], ['UTF-16BE', Buffer.from(little).swap16()]);
  }
  return all.map(([encoding, written]) => ({
    canary,
    encoding,
    octets: written,
    alone: canary.isShort && encoding === 'plain',
  }));
}

/** The characters that are the same whatever stands before (as many octets, modulo three) and after. */
function certainBase64(octets: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + octets.length) * 8) / 6));
}
