import type { ChangeClass } from '@smseal/inventory';
import { NOTICE_DAYS } from '@smseal/policy';
import { html, type Html } from '../html/html.ts';
import type { ArchivedVersion } from './archive.ts';

/** What each class of a change means, in a few words. */
export const CLASS_WORDS = {
  first: 'The first one',
  minor: `Small: announced ${NOTICE_DAYS.minor} days before`,
  material: `Weighs on you: announced ${NOTICE_DAYS.material} days before`,
  protective: 'Protects you: counts at once',
  law: 'The law demands it: counts at once',
} as const satisfies Record<ChangeClass, string>;

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A UTC day as people read it. */
export function dayInWords(day: string): Html {
  const [year = '', month = '', date = ''] = day.split('-');
  return html`<time datetime="${day}">${Number(date)} ${MONTHS[Number(month) - 1] ?? ''} ${year}</time>`;
}

/** Which version it is and since when it counts, or from when on. */
export function versionLine({ number, effective, state, isDraft }: ArchivedVersion): Html {
  const day = dayInWords(effective);
  if (isDraft) return html`Version ${number}, a draft begun on ${day}`;
  return state === 'announced' ? html`Version ${number}, from ${day} on` : html`Version ${number}, of ${day}`;
}
