import type { OutboxMemory, RememberedBatch, Report, TextKey } from '@smseal/client';
import type { Id, PostSegment, TextEvent, TextState } from '@smseal/protocol';

/** An outbox memory that outlives the loop it is given to, as a journal outlives a process. */
export class MemoryOutbox implements OutboxMemory {
  readonly batches = new Map<Id, RememberedBatch & { next: number; held: Id | null }>();
  readonly texts = new Map<string, TextState | null>();
  events: { batch: Id; number: number | null; event: TextEvent }[] = [];
  readonly segments = new Map<string, PostSegment>();

  remember(batch: RememberedBatch): Promise<void> {
    const next = Math.max(batch.lastSegment + 1, this.batches.get(batch.batch)?.next ?? 0);
    this.batches.set(batch.batch, { ...batch, next, held: batch.lease });
    return Promise.resolve();
  }
  leases(): Promise<{ batch: Id; lease: Id }[]> {
    const held = [...this.batches.values()].flatMap(({ batch, held: lease }) =>
      lease ? [{ batch, lease }] : [],
    );
    return Promise.resolve(held);
  }
  leaseOver(batch: Id): Promise<void> {
    const known = this.batches.get(batch);
    if (known) known.held = null;
    return Promise.resolve();
  }
  left(batch: Id): Promise<ReadonlyMap<number, TextState | null>> {
    const mine = [...this.texts].filter(([name]) => name.startsWith(`${batch}:`));
    return Promise.resolve(new Map(mine.map(([name, told]) => [Number(name.split(':')[1]), told])));
  }
  leaving({ batch, index }: TextKey): Promise<void> {
    this.texts.set(`${batch}:${index}`, null);
    return Promise.resolve();
  }
  inDoubt(): Promise<TextKey[]> {
    return Promise.resolve(
      [...this.texts].flatMap(([name, told]) => {
        const [batch = '', index] = name.split(':');
        return told === null ? [{ batch, index: Number(index) }] : [];
      }),
    );
  }
  report(batch: Id, events: TextEvent[]): Promise<void> {
    for (const event of events) {
      this.texts.set(`${batch}:${event.index}`, event.state);
      this.events.push({ batch, number: null, event });
    }
    return Promise.resolve();
  }
  nextReport(): Promise<Report | null> {
    const first = this.events.find(({ number }) => number !== null) ?? this.events[0];
    const known = first && this.batches.get(first.batch);
    if (!first || !known) return Promise.resolve(null);
    const number = first.number ?? known.next++;
    for (const one of this.events) if (one.batch === first.batch && one.number === null) one.number = number;
    const events = this.events.filter((one) => one.batch === first.batch && one.number === number);
    return Promise.resolve({
      batch: first.batch,
      contentKey: known.contentKey,
      number,
      events: events.map(({ event }) => event),
      segment: this.segments.get(`${first.batch}:${number}`) ?? null,
    });
  }
  sealed({ batch, number }: Report, segment: PostSegment): Promise<void> {
    this.segments.set(`${batch}:${number}`, segment);
    return Promise.resolve();
  }
  posted({ batch, number }: Report): Promise<void> {
    this.events = this.events.filter((one) => one.batch !== batch || one.number !== number);
    return Promise.resolve();
  }
  renumber({ batch, number }: Report, last: number): Promise<void> {
    for (const one of this.events) if (one.batch === batch && one.number === number) one.number = null;
    const known = this.batches.get(batch);
    if (known) known.next = Math.max(known.next, last + 1);
    return Promise.resolve();
  }
  forget(): Promise<void> {
    return Promise.resolve();
  }
}
