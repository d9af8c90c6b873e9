import type { Dispatch, Wording } from '../engine/campaign/campaign-api.ts';
import type { SendRoute } from '../engine/engine-api.ts';

/** When and how, as it is chosen. */
export interface Plan {
  /** Place among the routes. */
  route: number;
  /** Null: the device's own first. */
  from: string | null;
  later: boolean;
  /** As a field for day and time has it, in the reader's zone. */
  at: string;
  hours: number;
  /** What it is called in the list; null: made from the text. */
  name: string | null;
}

export const NEW_PLAN: Plan = { route: 0, from: null, later: false, at: '', hours: 24, name: null };

export const EXPIRY_WORDS: Readonly<Record<string, string>> = {
  '1': 'After an hour',
  '6': 'After six hours',
  '24': 'After a day',
  '72': 'After three days',
};

const NAME_LETTERS = 40;

/** What a send is called unless somebody says: the file's name, or how the text begins. */
export function nameOf(text: string, file: string | null): string {
  const stem = file?.replace(/\.[A-Za-z]{2,4}$/, '').trim();
  if (stem) return stem;
  const [line = ''] = text
    .replace(/\{[A-Za-z]\w*\}/g, '…')
    .trim()
    .split('\n');
  return line.length > NAME_LETTERS ? `${line.slice(0, NAME_LETTERS).trimEnd()}…` : line;
}

/** The next full hour but one, as a field for day and time has it: what "at a time" begins with. */
export function soon(now: number): string {
  const hour = 3_600_000;
  const at = new Date(Math.ceil(now / hour) * hour + hour);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that was chosen, ms since 1970; null for at once, NaN where none is. */
export function momentOf({ later, at }: Pick<Plan, 'later' | 'at'>): number | null {
  return later ? new Date(at).getTime() : null;
}

/** All that was chosen, for the engine; null while no route is there, or no moment. */
export function dispatchOf(
  wording: Wording,
  plan: Plan,
  { route, file }: { route: SendRoute | undefined; file: string | null },
): Dispatch | null {
  const moment = momentOf(plan);
  if (!route || Number.isNaN(moment)) return null;
  return {
    ...wording,
    name: plan.name?.trim() || nameOf(wording.text, file),
    target: route.device,
    simSlot: route.simSlot,
    from: plan.from,
    notBefore: moment === null ? null : new Date(moment).toISOString(),
    hours: plan.hours,
  };
}
