import { STATUSES } from '@smseal/smpp';
import type { Behaviour } from './behaviour.ts';
import type { Dice } from './dice.ts';

/** What the carrier does about one submit_sm. */
export interface Judgement {
  /** command_status of the answer; 0 takes the text. */
  status: number;
  /** Until the answer; null when there is none. */
  answerMs: number | null;
  /** The connection is closed in place of an answer. */
  disconnect: boolean;
  /** Something unreadable comes before the answer. */
  malformed: boolean;
}

/** Decides about a submit_sm. `roomFor` says whether the account's limit lets it through. */
export function judgeSubmit(
  behaviour: Behaviour,
  dice: Dice,
  roomFor: (segmentsPerSecond: number) => boolean,
): Judgement {
  const answerMs = dice.within(behaviour.answerMs);
  const answer = (status: number): Judgement => ({
    status,
    answerMs,
    disconnect: false,
    malformed: dice.happens(behaviour.malformed),
  });
  if (!roomFor(behaviour.segmentsPerSecond)) return answer(STATUSES.ESME_RTHROTTLED.code);
  if (dice.happens(behaviour.queueFull)) return answer(STATUSES.ESME_RMSGQFUL.code);
  if (dice.happens(behaviour.refused)) return answer(STATUSES.ESME_RINVDSTADR.code);
  if (dice.happens(behaviour.refusedForNow)) return answer(STATUSES.ESME_RX_T_APPN.code);
  const taken = answer(0);
  if (dice.happens(behaviour.disconnect)) return { ...taken, answerMs: null, disconnect: true };
  if (dice.happens(behaviour.unanswered)) return { ...taken, answerMs: null };
  return taken;
}
