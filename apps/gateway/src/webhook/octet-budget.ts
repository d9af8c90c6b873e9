/** Memory that several queues share. */
export class OctetBudget {
  readonly most: number;
  #used = 0;

  constructor(most: number) {
    this.most = most;
  }

  get used(): number {
    return this.#used;
  }

  /** @returns false when there is not so much left; then nothing is taken. */
  take(octets: number): boolean {
    if (this.#used + octets > this.most) return false;
    this.#used += octets;
    return true;
  }

  give(octets: number): void {
    this.#used -= octets;
  }
}
