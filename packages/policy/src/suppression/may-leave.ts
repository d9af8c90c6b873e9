import type { SuppressionEntry } from './suppression-entry.ts';

/**
 * What a text is for.
 *
 * - `one-time-code`: the recipient asked for it a moment ago and waits for it (sign-in, payment). A STOP does not stop it:
 *   it is no message of the sender's choosing, and without it the person is locked out of what they are doing.
 * - `transactional`: about something that the recipient has with the sender (parcel, appointment). A STOP stops it: who
 *   says STOP means this sender's texts, and nobody asked them to tell kinds apart.
 * - `marketing`: everything else. A STOP stops it (GDPR Art. 21(2)–(3), 47 CFR 64.1200(a)(10)).
 *
 * Without a fresh proof of the suppression list's head a text that a STOP would stop is held, because a server that keeps
 * back the newest STOP looks just like one that has none (ARCHITECTURE §7.8).
 *
 * Beyond the limit of a day texts wait for the next one. A code is of no use by then, and without it the person is locked
 * out: it leaves all the same, and counts.
 */
export const TEXT_CLASSES = {
  'one-time-code': { stoppedByStop: false, needsProof: false, waitsForNextDay: false },
  transactional: { stoppedByStop: true, needsProof: true, waitsForNextDay: true },
  marketing: { stoppedByStop: true, needsProof: true, waitsForNextDay: true },
} as const satisfies Record<
  string,
  { stoppedByStop: boolean; needsProof: boolean; waitsForNextDay: boolean }
>;
export type TextClass = keyof typeof TEXT_CLASSES;

/** A proof of the list's head is good for this long, in ms. */
export const HEAD_PROOF_MS = 60_000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Why a text may not leave: for good (`ends`: the text is given up) or until the reason has passed (it waits). */
export const HOLDS = {
  expired: { ends: true },
  suppressed: { ends: true },
  paused: { ends: false },
  'not-before': { ends: false },
  'daily-limit': { ends: false },
  'suppressions-unproven': { ends: false },
} as const satisfies Record<string, { ends: boolean }>;
export type Hold = keyof typeof HOLDS;

export interface Departure {
  class: TextClass;
  /** The recipient's entry in the suppression list, if it has one. */
  suppression: SuppressionEntry | null;
  /** Age in ms of the newest proof of the list's head; null when there never was one. */
  headProofAge: number | null;
  /** Somebody has paused the campaign, the connector or the account: it stops every class. */
  paused: boolean;
  /** As many texts as the owner allows for a day (UTC) have left today. */
  dayIsFull: boolean;
  /** Ms since 1970; null for at once. */
  notBefore: number | null;
  /** Ms since 1970; from this instant on the text is of no use. */
  expires: number;
}

/** `until`, in ms since 1970, where the clock alone lifts the hold. */
export type Leave = { leave: true } | { leave: false; why: Hold; until?: number };

/**
 * Whether a text may leave now, asked where it leaves and for every attempt. What ends it is said before what delays it,
 * so that a text never waits for a door that will not open.
 */
export function mayLeave(departure: Departure, now: number): Leave {
  const { stoppedByStop, needsProof, waitsForNextDay } = TEXT_CLASSES[departure.class];
  if (now >= departure.expires) return { leave: false, why: 'expired' };
  if (stoppedByStop && departure.suppression?.suppressed) return { leave: false, why: 'suppressed' };
  if (departure.paused) return { leave: false, why: 'paused' };
  if (departure.notBefore !== null && now < departure.notBefore)
    return { leave: false, why: 'not-before', until: departure.notBefore };
  if (waitsForNextDay && departure.dayIsFull)
    return { leave: false, why: 'daily-limit', until: nextUtcDay(now) };
  if (needsProof && !isFresh(departure.headProofAge)) return { leave: false, why: 'suppressions-unproven' };
  return { leave: true };
}

/** When the next UTC day begins. */
export function nextUtcDay(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}

function isFresh(age: number | null): boolean {
  return age !== null && age <= HEAD_PROOF_MS;
}
