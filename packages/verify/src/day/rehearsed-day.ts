import type { Peers } from './play-day.ts';
import type { Reach } from './reach.ts';

/** What a day of a service came to that was played for it alone. */
export interface RehearsedDay {
  /** Folder of the checkout that was played. */
  release: string;
  /** Whom the programs were told of. */
  peers: Peers;
  /** What they reached for, as often as they did. */
  reached: Reach[];
  /** Why there was no network of its own, in half a sentence, so that something may have been missed; null where there was. */
  whyNotApart: string | null;
  /** Headers of requests that they read, by whoever did: each name once, `*` for all at once. */
  headers: Record<string, string[]>;
}
