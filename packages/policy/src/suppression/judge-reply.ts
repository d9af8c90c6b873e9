import type { Meaning } from './keywords.ts';
import { readReply, type ReplyReading } from './read-reply.ts';
import { SUPPRESSION_CAUSES, type SuppressionEntry } from './suppression-entry.ts';

/** HELP is answered at most this often per number, in ms: two machines that answer each other stop here. */
export const HELP_EVERY_MS = 60_000;

export interface IncomingText {
  text: string;
  /** ISO 3166-1 alpha-2 country of the sender's number, whose languages come first. */
  country?: string | undefined;
}

/** What an incoming text does to its sender's suppression. */
export interface ReplyJudgement {
  reading: ReplyReading | null;
  /** The very entry that was given when nothing changes. */
  next: SuppressionEntry | null;
  /** The one confirmation to send; null for none. */
  confirm: Meaning | null;
}

const NO_WORD = { suppressed: false, cause: 'reply', why: '', at: null, helped: null } as const;

/**
 * Judges a text received at `now` (ms) against what is known of its sender. STOP suppresses at once, whatever its
 * confidence, and is confirmed once: the confirmation is the only text that still goes (47 CFR 64.1200(a)(12)). START opens
 * again what the person had closed and says so; where nothing was closed it changes nothing. HELP never changes anything.
 * Texts may come late and in any order: the newest word counts, and of STOP and START in the same millisecond STOP.
 */
export function judgeReply(
  state: SuppressionEntry | null,
  { text, country }: IncomingText,
  now: number,
): ReplyJudgement {
  const reading = readReply(text, country);
  const unchanged: ReplyJudgement = { reading, next: state, confirm: null };
  if (reading === null) return unchanged;
  switch (reading.meaning) {
    case 'stop':
      return state?.at != null && now < state.at ? unchanged : stop(state, reading, now);
    case 'start':
      return state?.at != null && now <= state.at && state.suppressed
        ? unchanged
        : start(state, reading, now);
    case 'help':
      if (state?.helped != null && now < state.helped + HELP_EVERY_MS) return unchanged;
      return { reading, next: { ...(state ?? NO_WORD), helped: now }, confirm: 'help' };
  }
}

function stop(state: SuppressionEntry | null, reading: ReplyReading, now: number): ReplyJudgement {
  if (state?.suppressed) return { reading, next: { ...state, at: now }, confirm: null };
  const next = {
    ...(state ?? NO_WORD),
    suppressed: true,
    cause: 'reply',
    why: reading.why,
    at: now,
  } as const;
  return { reading, next, confirm: 'stop' };
}

/** An open number's START is noted all the same: a STOP that was sent before it and comes after it is out of date. */
function start(state: SuppressionEntry | null, reading: ReplyReading, now: number): ReplyJudgement {
  if (state?.suppressed && !SUPPRESSION_CAUSES[state.cause].opensOnStart)
    return { reading, next: state, confirm: null };
  const at = Math.max(now, state?.at ?? now);
  const next = { ...(state ?? NO_WORD), suppressed: false, why: reading.why, at };
  return { reading, next, confirm: state?.suppressed ? 'start' : null };
}
