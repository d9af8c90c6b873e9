/** Octets of a page of PostgreSQL’s files. */
export const PAGE = 8192;
const WORDS = PAGE / 4;
const SUMS = 32;
const PRIME = 16_777_619;
/** Where 32 sums begin (PostgreSQL 18, storage/checksum_impl.h). */
const OFFSETS = Uint32Array.of(
  0x5b1f36e9,
  0xb8525960,
  0x02ab50aa,
  0x1de66d2a,
  0x79ff467a,
  0x9bb9f8a3,
  0x217e7cd2,
  0x83e13d2c,
  0xf8d4474f,
  0xe39eb970,
  0x42c6ae16,
  0x993216fa,
  0x7b093b5d,
  0x98daff3c,
  0xf718902a,
  0x0b1c9cdb,
  0xe58f764b,
  0x187636bc,
  0x5d7b3bb1,
  0xe73de7de,
  0x92bec979,
  0xcca6c0b2,
  0x304a0979,
  0x85aa43d4,
  0x783125bb,
  0x6ca8eaa2,
  0xe407eac6,
  0x4b5cfc3e,
  0x9fbf8c76,
  0x15ca20be,
  0xf2ca9fd3,
  0x959bd756,
);
/** Places in a page’s header (PostgreSQL 18, storage/bufpage.h). */
const AT = { checksum: 8, lower: 12, upper: 14, special: 16, layout: 18 } as const;
const HEADER = 24;
const LAYOUT = PAGE | 4;

const words = new Uint32Array(WORDS);
const octets = Buffer.from(words.buffer);
const sums = new Uint32Array(SUMS);

/** The checksum that a page has to carry as the `block`-th of its relation: 32 sums in the manner of FNV-1a, folded. */
export function pageChecksum(page: Buffer, block: number): number {
  page.copy(octets);
  octets.writeUInt16LE(0, AT.checksum);
  sums.set(OFFSETS);
  for (let at = 0; at < WORDS; at += SUMS)
    for (let sum = 0; sum < SUMS; sum++) mix(sum, words[at + sum] ?? 0);
  let folded = block;
  for (let sum = 0; sum < SUMS; sum++) {
    mix(sum, 0);
    mix(sum, 0);
    folded ^= sums[sum] ?? 0;
  }
  return ((folded >>> 0) % 65_535) + 1;
}

function mix(sum: number, word: number): void {
  const mixed = (sums[sum] ?? 0) ^ word;
  sums[sum] = Math.imul(mixed, PRIME) ^ (mixed >>> 17);
}

/** Whether a page carries the checksum that it has to. One that was never written to has none. */
export function isPageWhole(page: Buffer, block: number): boolean {
  return page.readUInt16LE(AT.upper) === 0 || page.readUInt16LE(AT.checksum) === pageChecksum(page, block);
}

/**
 * Zeroes what lies between the rows of a page and the list of where they begin: octets of rows that are gone stay there until
 * others need the room. PostgreSQL leaves them out of the log as well, so none of it is ever read. @returns whether there were any.
 */
export function clearGap(page: Buffer, block: number, hasChecksum: boolean): boolean {
  const [lower, upper, special] = [AT.lower, AT.upper, AT.special].map((at) => page.readUInt16LE(at)) as [
    number,
    number,
    number,
  ];
  const isSound =
    page.readUInt16LE(AT.layout) === LAYOUT &&
    HEADER <= lower &&
    lower <= upper &&
    upper <= special &&
    special <= PAGE;
  if (!isSound) return false;
  const gap = page.subarray(lower, upper);
  if (gap.every((octet) => octet === 0)) return false;
  gap.fill(0);
  if (hasChecksum) page.writeUInt16LE(pageChecksum(page, block), AT.checksum);
  return true;
}
