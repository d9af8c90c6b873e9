/**
 * A device's own rising counters: `author` over every record it seals, `live` over every live event. A number is never
 * given out twice, whatever happens to the process.
 */
export interface SequenceStore {
  /** Reserves `count` numbers and returns the first; durable when it resolves. */
  reserve(counter: 'author' | 'live', count: number): Promise<number>;
  /** Goes on above `last`, as when the server knows a higher one than a restored store. */
  raise(counter: 'author' | 'live', last: number): Promise<void>;
}
