import {
  CARRIER_ANSWERS,
  GIVE_UP_MS,
  MAX_ATTEMPTS,
  SAME_ROUTE_ATTEMPTS,
  type AnswerRule,
  type CarrierAnswer,
} from './carrier-answers.ts';

/** How far the sending of one text has come. */
export interface SendCourse {
  /** Tries that were charged. */
  attempts: number;
  /** Waits in a row for which no try was charged. */
  waits: number;
  /** Ms since 1970. */
  expires: number;
}

export interface AnswerReceived {
  answer: CarrierAnswer;
  /** Chance in [0, 1) that spreads the retries of many texts; an argument, so that the decision can be repeated. */
  jitter: number;
}

export type AnswerJudgement =
  | {
      outcome: 'ends';
      state: 'sent' | 'failed' | 'unknown' | 'expired';
      /** `answered`: by the carrier's word alone. */
      why: 'answered' | 'attempts-used-up' | 'no-time-left';
    }
  /** `at` in ms since 1970; `otherRoute`: this one has failed often enough. */
  | { outcome: 'retries'; at: number; course: SendCourse; otherRoute: boolean };

/**
 * What follows from a carrier's answer at `now` (ms). Waits double from the class's first to its longest and are shortened
 * by chance by up to a half; the last try is brought forward to where the text can still arrive.
 * @throws RangeError when `jitter` is outside [0, 1).
 */
export function judgeAnswer(course: SendCourse, received: AnswerReceived, now: number): AnswerJudgement {
  const { answer, jitter } = received;
  if (!(jitter >= 0 && jitter < 1)) throw new RangeError(`jitter ${jitter} is not in [0, 1)`);
  const rule: AnswerRule = CARRIER_ANSWERS[answer];
  if (rule.outcome === 'ends') return { outcome: 'ends', state: rule.state, why: 'answered' };
  const { attempts, waits } = rule.charged
    ? { attempts: course.attempts + 1, waits: 0 }
    : { attempts: course.attempts, waits: course.waits + 1 };
  if (attempts >= MAX_ATTEMPTS) return { outcome: 'ends', state: 'failed', why: 'attempts-used-up' };
  const lastTry = course.expires - GIVE_UP_MS;
  if (now >= lastTry) return { outcome: 'ends', state: 'expired', why: 'no-time-left' };
  const doublings = (rule.charged ? attempts : waits) - 1;
  const wait = Math.min(rule.firstWait * 2 ** doublings, rule.longestWait) * (1 - jitter / 2);
  return {
    outcome: 'retries',
    at: Math.min(now + Math.round(wait), lastTry),
    course: { attempts, waits, expires: course.expires },
    otherRoute: rule.charged && attempts >= SAME_ROUTE_ATTEMPTS,
  };
}
