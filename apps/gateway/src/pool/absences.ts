import type { Id } from '@smseal/protocol';

/** How long somebody has to be without a live connection before others take over. */
const GONE_MS = 15_000;
/** How often what an absent one may have left is looked for again. */
const AGAIN_MS = 60_000;

interface Absence {
  since: number;
  /** When its work was last looked for; monotonic ms. */
  looked: number;
}

/**
 * Which gateways have been away for so long that others take over what they had in hand. One that is cut off and goes on by
 * itself does no harm: nothing leaves it without a watermark, which the server takes under its own lease alone.
 */
export class Absences {
  readonly #absences = new Map<Id, Absence>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes who is away now. @returns whether there is somebody whose work is to be looked for. */
  note(absent: readonly Id[]): boolean {
    const away = new Set(absent);
    for (const id of this.#absences.keys()) if (!away.has(id)) this.#absences.delete(id);
    const now = this.#now();
    for (const id of absent)
      if (!this.#absences.has(id)) this.#absences.set(id, { since: now, looked: Number.NEGATIVE_INFINITY });
    return this.due().length > 0;
  }

  /** Those whose work is to be taken over now. */
  due(): Id[] {
    const now = this.#now();
    return [...this.#absences]
      .filter(([, { since, looked }]) => now - since >= GONE_MS && now - looked >= AGAIN_MS)
      .map(([id]) => id)
      .slice(0, MOST_NAMED);
  }

  /** Nothing more of theirs was there. */
  done(ids: readonly Id[]): void {
    for (const id of ids) {
      const absence = this.#absences.get(id);
      if (absence) absence.looked = this.#now();
    }
  }
}

/** As many as one lease names. */
const MOST_NAMED = 16;
