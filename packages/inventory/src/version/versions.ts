import archive from '../../versions/index.json' with { type: 'json' };

/** How much a version changes of the one before, which rules how long before it is announced. */
export type ChangeClass =
  /** The first one: nobody is bound by an earlier. */
  | 'first'
  /** Words, and what concerns nobody. */
  | 'minor'
  /** More is held, for longer, for more, or seen by more. */
  | 'material'
  /** Nothing but less of that. */
  | 'protective'
  /** A law demands it at once; `law` says which. */
  | 'law';

/** A version of the policy, as the archive heads it. */
export interface PolicyVersion {
  /** From 1 on, without gaps. */
  number: number;
  change: ChangeClass;
  /** The UTC day on which it was announced. */
  published: string;
  /** The UTC day with whose beginning it counts. */
  effective: string;
  /**
   * SHA-256 of its canonical JSON, lower-case hex, which lies beside as `NNNN.json`. Null for the first one until the
   * software is released: a draft, which is what the sources say.
   */
  hash: string | null;
  /** The law that demands it at once. */
  law?: string;
}

/** All versions in their order, those that are only announced included. */
export const VERSIONS = archive as readonly PolicyVersion[];

/** The name of a version's file in the archive. */
export function fileOfVersion(number: number): string {
  return `${String(number).padStart(4, '0')}.json`;
}
