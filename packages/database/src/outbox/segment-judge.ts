import { reportStates, unpackStates } from '@smseal/policy';
import {
  unpackReports,
  type Id,
  type RawSegment,
  type RawSegments,
  type SegmentOutcome,
  type TextState,
} from '@smseal/protocol';
import { isHeld } from './lease.ts';
import type { BatchRow } from './stored-batch.ts';
import type { SegmentRow } from './stored-segment.ts';

export type PostedSegment = RawSegments['segments'][number];
/** What is looked at of a batch: its envelope stays where it is. */
export type LockedBatch = Pick<
  BatchRow,
  'id' | 'target' | 'states' | 'lease' | 'lease_until' | 'holder' | 'replaces'
>;
/** What is stored under a number. */
export type KnownSegment = Pick<
  SegmentRow,
  'batch_id' | 'number' | 'seq' | 'author' | 'envelope' | 'signature'
>;

/** Takes segments one after another, each in the light of those before it. */
export class SegmentJudge {
  /** States of the batches that moved. */
  readonly moved = new Map<Id, readonly TextState[]>();
  readonly states: Map<Id, readonly TextState[]>;
  /** Places in the feed by batch and number. */
  readonly places: Map<string, number>;
  readonly #batches: ReadonlyMap<Id, LockedBatch>;
  readonly #known: Map<string, Pick<RawSegment, 'author' | 'envelope' | 'signature'>>;
  readonly #now: number;

  readonly #targetsOf: (device: Id) => readonly Id[];

  constructor(
    batches: readonly LockedBatch[],
    known: readonly KnownSegment[],
    { now, targetsOf }: { now: number; targetsOf: (device: Id) => readonly Id[] },
  ) {
    this.#targetsOf = targetsOf;
    this.#batches = new Map(batches.map((row) => [row.id, row]));
    this.states = new Map(batches.map((row) => [row.id, unpackStates(row.states)]));
    this.#known = new Map(known.map((row) => [`${row.batch_id} ${row.number}`, row]));
    this.places = new Map(known.map((row) => [`${row.batch_id} ${row.number}`, row.seq]));
    this.#now = now;
  }

  judge(posted: PostedSegment): SegmentOutcome {
    const { batch, segment } = posted;
    const row = this.#batches.get(batch);
    const states = this.states.get(batch);
    // What was sealed anew has another key: what is reported on its texts now nobody could open.
    if (!row || !states || row.replaces !== null) return { code: 'not-found' };
    const name = nameOf(posted);
    const known = this.#known.get(name);
    if (known) return isSame(known, segment) ? 'known' : { code: 'segment-conflict' };
    const claim = { device: segment.author, lease: segment.lease ?? '', now: this.#now };
    const mayReport =
      segment.lease === null ? this.#targetsOf(segment.author).includes(row.target) : isHeld(row, claim);
    if (!mayReport) return { code: 'lease-lost' };
    const report = reportStates(states, unpackReports(segment.states));
    if (report.outcome === 'refused') return { code: 'forbidden-transition', transition: report.transition };
    this.#known.set(name, segment);
    this.states.set(batch, report.states);
    if (report.moved > 0) this.moved.set(batch, report.states);
    return 'stored';
  }
}

function isSame(
  a: Pick<RawSegment, 'author' | 'envelope' | 'signature'>,
  b: Pick<RawSegment, 'author' | 'envelope' | 'signature'>,
): boolean {
  return (
    a.author === b.author &&
    Buffer.compare(a.envelope, b.envelope) === 0 &&
    Buffer.compare(a.signature, b.signature) === 0
  );
}

/** A segment's name within its account. */
export function nameOf({ batch, segment }: PostedSegment): string {
  return `${batch} ${segment.number}`;
}
