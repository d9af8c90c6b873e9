import type { Peers } from './day.ts';
import type { Reach } from './reach.ts';

/** What a day came to. */
export interface RehearsedDay {
  /** Whom the programs were told of. */
  peers: Peers;
  /** What they reached for, as often as they did. */
  reached: Reach[];
  /** Whether nothing that they reached for can have been missed. */
  isWhole: boolean;
}
