/** What a kind of answer does to a text: it ends there, or it is tried again. Waits in ms. */
export type AnswerRule =
  | { outcome: 'ends'; state: 'sent' | 'failed' | 'unknown' }
  | {
      outcome: 'retries';
      /** Whether the try counts against {@link MAX_ATTEMPTS}. */
      charged: boolean;
      firstWait: number;
      longestWait: number;
    };

/** Tries that were charged, after which a text has failed. */
export const MAX_ATTEMPTS = 6;
/** Charged tries after which a text asks for another route. */
export const SAME_ROUTE_ATTEMPTS = 2;
/** The last try is this long before the text expires, in ms: later the carrier could not deliver it in time. */
export const GIVE_UP_MS = 10_000;

/**
 * The carrier's answers by class; which code is of which class is the connector's to say (SMPP 3.4 §5.1.3).
 *
 * - `slow-down`: the text is fine, the pace is not (throttled, queue full). No try is charged: a busy hour must not fail texts.
 * - `temporary`: not now (system error, handset away). Charged.
 * - `session`: the connection is at fault (bind refused, not bound). The text was not looked at and is not charged; carriers
 *   lock accounts that bind again at once, hence five seconds to five minutes.
 * - `in-doubt`: no answer, or the link was lost before it. The carrier may have the text, so it is never sent again: one
 *   text too few is seen and asked about, one too many is paid for and read twice.
 */
export const CARRIER_ANSWERS = {
  accepted: { outcome: 'ends', state: 'sent' },
  'slow-down': { outcome: 'retries', charged: false, firstWait: 1000, longestWait: 60_000 },
  temporary: { outcome: 'retries', charged: true, firstWait: 30_000, longestWait: 3_600_000 },
  session: { outcome: 'retries', charged: false, firstWait: 5000, longestWait: 300_000 },
  permanent: { outcome: 'ends', state: 'failed' },
  'in-doubt': { outcome: 'ends', state: 'unknown' },
} as const satisfies Record<string, AnswerRule>;
export type CarrierAnswer = keyof typeof CARRIER_ANSWERS;
