import type { PresetName } from '../smsc/presets.ts';

/** What the page says of each behaviour. */
export const BEHAVIOURS = {
  life: 'Answers within 400 ms, receipts within seconds; 97 % arrive, some people reply.',
  fast: 'Takes everything at once; receipts within 50 ms.',
  rough: 'Everything that goes wrong with carriers, now and then.',
  silent: 'Takes everything and never says a word.',
  throttling: 'Ten segments a second; the queue is full now and then.',
} as const satisfies Record<PresetName, string>;
