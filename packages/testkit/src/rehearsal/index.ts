export { startRehearsal, type Rehearsal, type RehearsalOptions } from './start-rehearsal.ts';
export {
  generateHistory,
  NEWCOMER_COUNTS,
  type GeneratedMessage,
  type History,
  type HistoryCounts,
  type HistoryOptions,
} from './history/generate-history.ts';
export type { GeneratedCall } from './history/calls.ts';
export type { GeneratedContact } from './history/people.ts';
export { makePhoto, makePicture, type PictureRecipe } from './picture/picture.ts';
export type { Handset, IncomingText } from './handset/handset.ts';
export { Seeded } from './random/seeded.ts';
export { ManualClock, type Clock } from './smsc/clock.ts';
export type { Behaviour, BehaviourPatch, Fate, ReceiptHabits, ReplyHabits } from './smsc/behaviour.ts';
export type { Counted, Counters } from './smsc/counters.ts';
export type { CarriedText } from './smsc/intake.ts';
export { isPresetName, PRESET_NAMES, PRESETS, type PresetName } from './smsc/presets.ts';
export { STANDARD_FORM, WILD_FORMS, type ReceiptForm } from './smsc/receipt-form.ts';
export type { PersonScript, Smsc } from './smsc/smsc.ts';
export type { SmscOptions } from './smsc/smsc-options.ts';
export { startSmsc } from './smsc/start-smsc.ts';
