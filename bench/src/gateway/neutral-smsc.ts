import { Child } from './child.ts';

/** How the carrier behaves from now on. */
export interface Behaviour {
  /** How long an answer is held back, ms. */
  delayMs?: number;
  /** Whether each text is reported as delivered, right behind its answer. */
  receipts?: boolean;
  /** Answers "too fast" (ESME_RTHROTTLED) to everything. */
  refuses?: boolean;
}

/** What the carrier has seen since it was last told how to behave. */
export interface Seen {
  /** Texts whose answer was written. */
  acknowledged: number;
  /** Different numbers among them; each number is texted once in a run. */
  distinct: number;
  refused: number;
  /** Receipts that were answered for. */
  receiptsTaken: number;
  /** When the first and the last answer to a text were written, ms since 1970. */
  firstAt: number;
  lastAt: number;
  /** How long answers were really held back on average, ms. */
  heldMs: number;
}

/** One carrier for both sides: it reads heads of PDUs and answers, in a process of its own. */
export interface NeutralSmsc {
  port: number;
  pid: number;
  /** Forgets what it has seen. */
  begin(behaviour?: Behaviour): Promise<void>;
  seen(): Promise<Seen>;
  stop(): Promise<void>;
}

export type SmscOrder = { begin: Behaviour } | { begin?: undefined };

export async function startNeutralSmsc(): Promise<NeutralSmsc> {
  const { child, ready } = await Child.start<{ port: number }>('smsc-process.ts');
  return {
    port: ready.port,
    pid: child.pid,
    async begin(behaviour = {}) {
      await child.ask<Seen>({ begin: behaviour } satisfies SmscOrder);
    },
    seen: () => child.ask<Seen>({} satisfies SmscOrder),
    stop: () => child.stop(),
  };
}
