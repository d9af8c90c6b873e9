import { nextTask } from '../next-task.ts';
import { failureOf } from './failure-of.ts';
import { SUPERSEDED, type Answer, type Call, type WorkerApi } from './wire.ts';

/**
 * Answers calls with the methods of `api`. Of searches by the same asker only the newest is carried out: typing ahead of the
 * engine costs nothing.
 */
export class Exposed {
  readonly #api: WorkerApi;
  readonly #newestSearch = new Map<string, number>();

  constructor(api: WorkerApi) {
    this.#api = api;
  }

  /** @param asker which page asks, so that two pages do not cancel each other's searches. */
  async answer(call: Call, asker: string): Promise<Answer> {
    try {
      if (call.method === 'search') {
        this.#newestSearch.set(asker, call.id);
        await nextTask();
        if (this.#newestSearch.get(asker) !== call.id) return failed(call, SUPERSEDED);
      }
      const method = this.#api[call.method] as (...args: unknown[]) => Promise<unknown>;
      return { type: 'done', id: call.id, value: await method.apply(this.#api, call.args) };
    } catch (error) {
      return failed(call, failureOf(error));
    }
  }
}

function failed(call: Call, failure: { code: string; sentence: string }): Answer {
  return { type: 'failed', id: call.id, failure };
}
