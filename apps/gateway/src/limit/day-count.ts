/** How many texts have left on a day: all that a gateway keeps of them. */
export interface DayCount {
  /** UTC, `YYYY-MM-DD`. */
  day: string;
  texts: number;
}

export interface DayCountStore {
  load(): Promise<DayCount | null>;
  /** Resolves once it is on the disk. */
  save(count: DayCount): Promise<void>;
}
