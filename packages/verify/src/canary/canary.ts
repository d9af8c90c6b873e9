/** Something that must not be found where nobody may read it. */
export interface Canary {
  name: string;
  octets: Buffer;
  /** It is text, so it may also be written in UTF-16. */
  isText: boolean;
  /** So short that it only counts where no letter or digit stands beside it. */
  isShort: boolean;
}

const SHORT = 8;
const LEAST = 6;

/** Words as they were written, in UTF-8. @throws Error for fewer than six octets, here and below. */
export function textCanary(name: string, text: string): Canary {
  return canary(name, Buffer.from(text), true);
}

/** A number by the digits that it has in every notation. */
export function numberCanary(name: string, number: string): Canary {
  return textCanary(name, number.replaceAll(/\D/g, '').slice(-9));
}

/** Octets that are no text, such as a key. */
export function octetCanary(name: string, octets: Uint8Array): Canary {
  return canary(name, Buffer.from(octets), false);
}

/** Pieces of something large that compresses no further, such as a picture: any of them would betray it. */
export function pieceCanaries(name: string, octets: Uint8Array, pieces = 4): Canary[] {
  const size = 24;
  return Array.from({ length: pieces }, (_, i) => {
    const at = Math.floor(((i + 1) * (octets.length - size)) / (pieces + 1));
    return octetCanary(`${name}, octets from ${at}`, octets.subarray(at, at + size));
  });
}

function canary(name: string, octets: Buffer, isText: boolean): Canary {
  if (octets.length < LEAST) throw new Error(`${name} is too short to be told from chance`);
  return { name, octets, isText, isShort: octets.length < SHORT };
}
