/**
 * Characters by code, in runs: the key is the code of the first character, the rest follow. Codes that no run covers
 * are unassigned. ESC (0x1B) never appears: alone it means nothing to a receiver.
 */
export type CodeRuns = Readonly<Record<number, string>>;

/** GSM 7-bit default alphabet (3GPP TS 23.038 §6.2.1). 0x09 is capital Ç; small ç is not in it. */
export const DEFAULT_ALPHABET: CodeRuns = {
  0x00: '@£$¥èéùìòÇ\nØø\rÅå',
  0x10: 'Δ_ΦΓΛΩΠΨΣΘΞ',
  0x1c: 'ÆæßÉ',
  0x20: ' !"#¤%&\'()*+,-./',
  0x30: '0123456789:;<=>?',
  0x40: '¡ABCDEFGHIJKLMNO',
  0x50: 'PQRSTUVWXYZÄÖÑÜ§',
  0x60: '¿abcdefghijklmno',
  0x70: 'pqrstuvwxyzäöñüà',
};

/** Its extension (§6.2.1.1): each is sent as ESC and the code, two septets. */
export const DEFAULT_EXTENSION: CodeRuns = {
  0x0a: '\f',
  0x14: '^',
  0x28: '{}',
  0x2f: '\\',
  0x3c: '[~]',
  0x40: '|',
  0x65: '€',
};
