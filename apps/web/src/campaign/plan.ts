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
  const [line = ''] = text.trim().split('\n');
  return line.length > NAME_LETTERS ? `${line.slice(0, NAME_LETTERS).trimEnd()}…` : line;
}

/** All that was chosen, for the engine; null while no route is there. */
export function dispatchOf(
  wording: Wording,
  plan: Plan,
  { route, file }: { route: SendRoute | undefined; file: string | null },
): Dispatch | null {
  if (!route) return null;
  return {
    ...wording,
    name: plan.name?.trim() || nameOf(wording.text, file),
    target: route.device,
    simSlot: route.simSlot,
    from: plan.from,
    notBefore: plan.later ? new Date(plan.at).toISOString() : null,
    hours: plan.hours,
  };
}
