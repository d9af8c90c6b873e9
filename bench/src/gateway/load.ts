import { Child } from './child.ts';
import { TOLD_APART } from './number-set.ts';

/** Stands in a request for the last digits of a number; the generator writes the next ones there. */
export const NEXT_NUMBER = '@'.repeat(TOLD_APART);

/** What to send. */
export interface LoadOrder {
  port: number;
  /** A whole HTTP request in ASCII, in which each {@link NEXT_NUMBER} becomes another number. */
  request: string;
  /** Connections that are kept alive, each with one request under way. */
  connections: number;
  /** No request begins later, ms. */
  ms: number;
  /** No more requests than these. */
  most?: number;
  /** Digits of the first number. */
  firstNumber?: number;
}

export interface LoadReport {
  /** Requests that were answered with 202. */
  accepted: number;
  /** How often there was which other status. */
  others: Record<string, number>;
  /** What one of them said. */
  said: string;
  /** When the first request left and the last answer came, ms since 1970. */
  from: number;
  to: number;
  /** From a request to the end of its answer, ms. */
  p50: number;
  p99: number;
}

/** Sends requests from a process of its own. */
export interface LoadGenerator {
  pid: number;
  run(order: LoadOrder): Promise<LoadReport>;
  stop(): Promise<void>;
}

export async function startLoad(): Promise<LoadGenerator> {
  const { child } = await Child.start('load-process.ts');
  return { pid: child.pid, run: (order) => child.ask<LoadReport>(order), stop: () => child.stop() };
}
