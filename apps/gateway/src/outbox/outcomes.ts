import type { TextEvent } from '@smseal/protocol';
import type { BatchWork } from './batch-work.ts';
import type { Flight } from './flight.ts';
import { InstantWriter } from './instant-writer.ts';

export interface OutcomesOptions {
  /** ms since 1970. */
  now: () => number;
  /** Something is to be told of a batch. */
  told: (work: BatchWork, event: TextEvent) => void;
}

/** What became of texts, noted and told. */
export class Outcomes {
  readonly #now: OutcomesOptions['now'];
  readonly #told: OutcomesOptions['told'];
  readonly #instant = new InstantWriter();

  constructor({ now, told }: OutcomesOptions) {
    this.#now = now;
    this.#told = told;
  }

  /** A text's last word, so far as this gateway will speak of it. */
  end(
    { work, index }: Pick<Flight, 'work' | 'index'>,
    event: Pick<TextEvent, 'state' | 'part' | 'error' | 'receipt'>,
  ): void {
    const flight = work.flights[index];
    if (flight) this.landed(flight);
    if (event.state !== 'unknown' || flight?.parts === 1) work.flights[index] = undefined;
    this.tell(work, { index, ...event });
  }

  /** Nothing more leaves of a text. */
  landed(flight: Flight): void {
    if (flight.settled) return;
    flight.settled = true;
    flight.work.underWay--;
  }

  /** Notes an event and has it told. */
  tell(work: BatchWork, event: Omit<TextEvent, 'at'>): TextEvent {
    const told = { ...event, at: this.#instant.at(this.#now()) };
    work.tell(told);
    this.#told(work, told);
    return told;
  }
}
