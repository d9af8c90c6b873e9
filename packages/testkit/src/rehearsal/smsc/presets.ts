import type { Behaviour } from './behaviour.ts';
import { STANDARD_FORM, WILD_FORMS } from './receipt-form.ts';

/** As on an ordinary day. */
const LIFE: Behaviour = {
  answerMs: [40, 400],
  segmentsPerSecond: Infinity,
  queueFull: 0,
  refused: 0,
  refusedForNow: 0,
  unanswered: 0,
  disconnect: 0,
  malformed: 0,
  outcomes: { delivered: 97, failed: 1.5, expired: 0.5, never: 1 },
  receipts: {
    sent: true,
    delayMs: [600, 6_000],
    early: 0,
    late: 0,
    lateMs: [30_000, 300_000],
    duplicate: 0,
    forms: [STANDARD_FORM],
  },
  replies: { stop: 0.02, help: 0.01, question: 0.05, thanks: 0.12, afterMs: [3_000, 40_000] },
  endings: true,
};

const QUIET = { stop: 0, help: 0, question: 0, thanks: 0 };

/** The whole carrier's behaviours by name. */
export const PRESETS = {
  life: LIFE,
  /** Takes everything at once and says so: for tests and loads. */
  fast: {
    ...LIFE,
    answerMs: [0, 0],
    outcomes: { delivered: 1, failed: 0, expired: 0, never: 0 },
    receipts: { ...LIFE.receipts, delayMs: [0, 50] },
    replies: { ...LIFE.replies, ...QUIET },
    endings: false,
  },
  /** Everything that goes wrong, now and then. */
  rough: {
    ...LIFE,
    answerMs: [5, 2_500],
    segmentsPerSecond: 100,
    queueFull: 0.02,
    refused: 0.02,
    refusedForNow: 0.02,
    unanswered: 0.005,
    disconnect: 0.002,
    malformed: 0.02,
    outcomes: { delivered: 85, failed: 7, expired: 4, never: 4 },
    receipts: {
      ...LIFE.receipts,
      delayMs: [0, 8_000],
      early: 0.15,
      late: 0.1,
      lateMs: [15_000, 120_000],
      duplicate: 0.1,
      forms: [STANDARD_FORM, ...WILD_FORMS],
    },
  },
  /** Takes everything and never says a word. */
  silent: {
    ...LIFE,
    unanswered: 1,
    receipts: { ...LIFE.receipts, sent: false },
    replies: { ...LIFE.replies, ...QUIET },
    endings: false,
  },
  /** Ten segments a second, and a queue that is full now and then. */
  throttling: { ...LIFE, segmentsPerSecond: 10, queueFull: 0.05 },
} satisfies Record<string, Behaviour>;

export type PresetName = keyof typeof PRESETS;

export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

export function isPresetName(name: unknown): name is PresetName {
  return typeof name === 'string' && Object.hasOwn(PRESETS, name);
}
