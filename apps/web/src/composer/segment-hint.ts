import type { SegmentCount } from '@smseal/sms';

/** The counter is silent for shorter texts. */
const FROM_SEPTETS = 120;

export interface SegmentHint {
  text: string;
  /** A character that doubles the price, and what could stand for it. */
  swap: { character: string; replacement: string } | null;
}

/** What the counter says under the composer; null while there is nothing worth saying. */
export function segmentHint({ encoding, segments, left, used, culprits }: SegmentCount): SegmentHint | null {
  if (segments === 0) return null;
  if (encoding === 'gsm7')
    return used < FROM_SEPTETS ? null : { text: `${texts(segments)} · ${left} left`, swap: null };
  const first = culprits[0];
  const worth = segments > 1 || used >= FROM_SEPTETS / 2;
  if (!worth || !first) return worth ? { text: `${texts(segments)} · ${left} left`, swap: null } : null;
  const { character, replacement } = first;
  const only = culprits.every((culprit) => culprit.replacement !== null);
  return {
    text: `${texts(segments)}: ${character} needs Unicode`,
    swap: only && replacement ? { character, replacement } : null,
  };
}

function texts(segments: number): string {
  return segments === 1 ? '1 text' : `${segments} texts`;
}
