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
