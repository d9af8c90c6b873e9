/** How far back texts a second are counted, ms. */
const WINDOW_MS = 8_000;

/** How fast texts leave, from what still waits at each look. */
export class Pace {
  #looks: { at: number; waits: number }[] = [];

  /** @param at monotonic ms. @returns texts a second over the last seconds, and what that makes of the rest; null while nothing moves. */
  note(waits: number, at: number): { rate: number | null; secondsLeft: number | null } {
    this.#looks = [...this.#looks.filter((look) => at - look.at <= WINDOW_MS), { at, waits }];
    const first = this.#looks[0] ?? { at, waits };
    const left = first.waits - waits;
    if (left <= 0 || at === first.at) return { rate: null, secondsLeft: null };
    const rate = (left * 1_000) / (at - first.at);
    return { rate, secondsLeft: waits === 0 ? null : waits / rate };
  }
}
