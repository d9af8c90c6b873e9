/** Where time comes from: the machine, or a test that moves it on by hand. */
export interface WebhookClock {
  /** ms since 1970. */
  now(): number;
  /** Does `work` once, `ms` from now, unless what it returns is called before. */
  after(ms: number, work: () => void): () => void;
}

/** The machine's clock; its timers keep no process alive. */
export const MACHINE_CLOCK: WebhookClock = {
  now: Date.now,
  after: (ms, work) => {
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  },
};
