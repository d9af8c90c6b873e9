import type { TextState } from '@smseal/protocol';
import { RANKS } from './transitions.ts';

/**
 * The state of a text that left in several segments, from the states of these: delivered when all are, failed or expired
 * as soon as one is, else as far as the one that lags. A handset shows nothing of a text that lacks a part.
 * @throws RangeError without parts.
 */
export function stateOfParts(parts: readonly TextState[]): TextState {
  const [first, ...others] = parts;
  if (first === undefined) throw new RangeError('a text has at least one part');
  if (parts.includes('failed')) return 'failed';
  if (parts.includes('expired')) return 'expired';
  return others.reduce((lagging, part) => (RANKS[part] < RANKS[lagging] ? part : lagging), first);
}
