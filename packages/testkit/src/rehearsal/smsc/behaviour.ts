import type { ReceiptForm } from './receipt-form.ts';

/** How often something happens: from 0, never, to 1, always. */
export type Share = number;
/** The least and the most ms that something takes. */
export type Span = readonly [number, number];

/** What becomes of a text that the carrier took. `never`: nothing is ever heard of it. */
export type Fate = 'delivered' | 'failed' | 'expired' | 'never';

/** When receipts come. How they are written is their form. */
export interface ReceiptHabits {
  /** Off: none, whatever was asked for. */
  sent: boolean;
  /** From the answer to the receipt. */
  delayMs: Span;
  /** Receipts that come before the answer to their submit_sm. */
  early: Share;
  /** Receipts that come `lateMs` after the answer in place of `delayMs`. */
  late: Share;
  lateMs: Span;
  /** Receipts that come twice. */
  duplicate: Share;
  /** Each text's ids and receipt are in one of these forms. */
  forms: readonly ReceiptForm[];
}

/** What people who were not told what to say write back, and how often. */
export interface ReplyHabits {
  stop: Share;
  help: Share;
  question: Share;
  thanks: Share;
  /** From the delivery to the reply. */
  afterMs: Span;
}

/** How the carrier treats a text. Everything is decided by its seed and by what it got. */
export interface Behaviour {
  /** From a submit_sm to its answer. */
  answerMs: Span;
  /** Segments in a second of one account, after a second's worth at once; ESME_RTHROTTLED for more. */
  segmentsPerSecond: number;
  /** Answered with ESME_RMSGQFUL. */
  queueFull: Share;
  /** Answered with ESME_RINVDSTADR. */
  refused: Share;
  /** Answered with ESME_RX_T_APPN. */
  refusedForNow: Share;
  /** Taken, but never answered. */
  unanswered: Share;
  /** Taken, and the connection is closed with everything on it unanswered. */
  disconnect: Share;
  /** Answered after a PDU that nobody can read. */
  malformed: Share;
  /** Weights. */
  outcomes: Readonly<Record<Fate, number>>;
  receipts: ReceiptHabits;
  replies: ReplyHabits;
  /** Whether numbers that end in 0190 to 0195 are broken, each in its way. */
  endings: boolean;
}

/** What is to be otherwise. */
export type BehaviourPatch = Partial<Omit<Behaviour, 'outcomes' | 'receipts' | 'replies'>> & {
  outcomes?: Partial<Behaviour['outcomes']>;
  receipts?: Partial<ReceiptHabits>;
  replies?: Partial<ReplyHabits>;
};

/** A behaviour with what is to be otherwise; outcomes that are given replace all of them. */
export function patched(behaviour: Behaviour, patch: BehaviourPatch): Behaviour {
  const none = { delivered: 0, failed: 0, expired: 0, never: 0 };
  return {
    ...behaviour,
    ...patch,
    outcomes: patch.outcomes ? { ...none, ...patch.outcomes } : behaviour.outcomes,
    receipts: { ...behaviour.receipts, ...patch.receipts },
    replies: { ...behaviour.replies, ...patch.replies },
  };
}
