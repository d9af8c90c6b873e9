/** What a change means to those whose data it is. */
export type Weight =
  /** More is held, for longer, for more, or seen by more; or less is promised. */
  | 'material'
  /** Less of that; or more is promised. */
  | 'protective'
  /** Other words, or nothing that concerns a person. */
  | 'minor';

/** One change between two versions of the policy. */
export interface Change {
  weight: Weight;
  /** What has changed: the name of a thing held, a claim's number, a recipient. */
  what: string;
  /** How, in one sentence. */
  says: string;
}

/** What becomes of the members of one part of the policy. */
export interface Part<T> {
  added(id: string, member: T): Change[];
  removed(id: string, member: T): Change[];
  changed(id: string, before: T, after: T): Change[];
}

type Members<T> = Readonly<Record<string, T>>;

/** Judges each member that one of two versions lacks, or that both have. */
export function changesOf<T>(before: Members<T>, after: Members<T>, part: Part<T>): Change[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return ids.flatMap((id) => {
    const [was, is] = [before[id], after[id]];
    if (was === undefined) return is === undefined ? [] : part.added(id, is);
    return is === undefined ? part.removed(id, was) : part.changed(id, was, is);
  });
}

/** How a named value has changed; nothing where it has not. */
export function turned(
  what: string,
  names: { the: string; was: string; is: string; weight: Weight },
): Change[] {
  const { the, was, is, weight } = names;
  return was === is ? [] : [{ weight, what, says: `${the}: “${is}” in place of “${was}”.` }];
}

/** Something that was there before and is not now, or the other way round, each with its weight. */
export function gainsAndLosses(
  what: string,
  sets: {
    before: readonly string[];
    after: readonly string[];
    gained: (one: string) => Omit<Change, 'what'>;
    lost: (one: string) => Omit<Change, 'what'>;
  },
): Change[] {
  const { before, after, gained, lost } = sets;
  return [
    ...after.filter((one) => !before.includes(one)).map((one) => ({ what, ...gained(one) })),
    ...before.filter((one) => !after.includes(one)).map((one) => ({ what, ...lost(one) })),
  ];
}

/** Where something has an order: the weight of moving up in it, or down. */
export function weightOfMove(was: number, is: number, up: 'material' | 'protective'): Weight {
  if (was === is) return 'minor';
  const down = up === 'material' ? 'protective' : 'material';
  return is > was ? up : down;
}
