import { daysBetween } from '../design/times.ts';
import type { ThreadItem } from '../engine/engine-api.ts';

/** Texts of one speaker within this time stand together. */
const GROUP_MS = 5 * 60_000;

/** How an item stands among its neighbours. */
export interface Placing {
  /** A line with the day stands above. */
  newDay: boolean;
  /** First of a group: the speaker's name stands above, in a group conversation. */
  first: boolean;
  /** Last of a group: time and state stand below. */
  last: boolean;
}

function together(a: ThreadItem | undefined, b: ThreadItem | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.mine === b.mine &&
    a.from?.number === b.from?.number &&
    Date.parse(b.at) - Date.parse(a.at) < GROUP_MS &&
    daysBetween(Date.parse(a.at), Date.parse(b.at)) === 0
  );
}

/** Where an item stands, given those before and after it. */
export function placing(
  before: ThreadItem | undefined,
  item: ThreadItem,
  after: ThreadItem | undefined,
): Placing {
  return {
    newDay: before === undefined || daysBetween(Date.parse(before.at), Date.parse(item.at)) !== 0,
    first: !together(before, item),
    last: !together(item, after),
  };
}
