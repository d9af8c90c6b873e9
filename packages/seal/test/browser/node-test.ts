/** Stands in for `node:test` where the tests run in a browser: registers, then runs one after another. */

export interface TestContext {
  skip(message: string): void;
}
type Body = (context: TestContext) => unknown;

export interface Outcome {
  name: string;
  /** Null when it passed. */
  failure: string | null;
  skipped: string | null;
}

const registered: { name: string; body: Body }[] = [];

export function test(name: string, body: Body): void {
  registered.push({ name, body });
}

/** Runs every registered test. */
export async function runTests(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, body } of registered) {
    const outcome: Outcome = { name, failure: null, skipped: null };
    try {
      await body({ skip: (message) => (outcome.skipped = message) });
    } catch (error) {
      outcome.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    outcomes.push(outcome);
  }
  return outcomes;
}
