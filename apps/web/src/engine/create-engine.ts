import { forgetChoices } from './cache/forget-choices.ts';
import type { EngineApi, EngineEvents, EngineStatus } from './engine-api.ts';
import { EngineError } from './engine-error.ts';
import { FILE_METHODS, type FromWorker, type MadeFile, type Method } from './rpc/wire.ts';
import { scriptAddress } from './script-address.ts';
// oxlint-disable-next-line import/default -- Vite makes the address
import workerAddress from './worker.ts?worker&url';

export type EngineHandler<E extends keyof EngineEvents> = (data: EngineEvents[E]) => void;

/** The engine as screens hold it. Calls reject with {@link EngineError}. */
export interface Engine extends EngineApi {
  /** Listens to an event; the answer stops listening. */
  on<E extends keyof EngineEvents>(event: E, handler: EngineHandler<E>): () => void;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: EngineError) => void;
}

type Handlers = { [E in keyof EngineEvents]?: Set<EngineHandler<E>> };

/** Starts the engine's worker. One engine a page. */
export function createEngine(): Engine {
  return new EngineProxy(startWorker()).engine;
}

function startWorker(): Worker {
  return new Worker(scriptAddress(workerAddress), { type: 'module', name: 'smseal-engine' });
}

class EngineProxy {
  readonly engine: Engine;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #handlers: Handlers = {};
  readonly #files = new FileAddresses();
  #calls = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', (event: MessageEvent<FromWorker>) => this.#hear(event.data));
    worker.addEventListener('error', (event) => this.#fail(event.message));
    this.engine = new Proxy({} as Engine, {
      get: (_, name) => (typeof name === 'string' ? this.#member(name) : undefined),
    });
  }

  #member(name: string): unknown {
    switch (name) {
      // A promise that resolves to the engine must not take it for a promise.
      case 'then':
        return undefined;
      case 'on':
        return this.#on.bind(this);
      case 'signOut':
        return async () => {
          // Once the engine has signed out the page goes, and what it had begun to forget would stay.
          await forgetChoices().catch(reportError);
          return this.#call(name, []);
        };
      default:
        if (!makesFile(name)) return (...args: unknown[]) => this.#call(name as Method, args);
        return async (...args: unknown[]) =>
          this.#files.addressed((await this.#call(name, args)) as MadeFile);
    }
  }

  #call(method: Method, args: unknown[]): Promise<unknown> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ type: 'call', id, method, args }, []);
    });
  }

  #on<E extends keyof EngineEvents>(event: E, handler: EngineHandler<E>): () => void {
    const handlers: Set<EngineHandler<E>> = this.#handlers[event] ?? new Set();
    (this.#handlers as Record<E, Set<EngineHandler<E>>>)[event] = handlers;
    handlers.add(handler);
    return () => {
      handlers.delete(handler);
    };
  }

  #hear(message: FromWorker): void {
    if (message.type === 'event') {
      if (message.event === 'status' && isOver(message.data)) void forgetChoices();
      const handlers = this.#handlers[message.event] as Set<(data: unknown) => void> | undefined;
      for (const handler of handlers ?? []) handler(message.data);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'done') waiting?.resolve(message.value);
    else waiting?.reject(new EngineError(message.failure.code, message.failure.sentence));
  }

  /** The worker's script did not load or broke: nobody waits for ever. */
  #fail(reason: string): void {
    const error = new EngineError('engine-broken', `The engine could not run (${reason}); reload the page.`);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

function makesFile(name: string): name is (typeof FILE_METHODS)[number] {
  return FILE_METHODS.some((method) => method === name);
}

/** Whether nothing is to stay of what this browser was; the worker forgets the rest. */
function isOver({ state }: EngineStatus): boolean {
  return state === 'removed' || state === 'deleted';
}

const MOST_FILES = 60;

/** Gives files addresses in this page; the oldest are given up, so that a long session does not keep every picture. */
class FileAddresses {
  readonly #urls: string[] = [];

  addressed(file: MadeFile): { url: string; contentType: string; name: string | null; octets: number } {
    const url = URL.createObjectURL(file.blob);
    this.#urls.push(url);
    if (this.#urls.length > MOST_FILES) URL.revokeObjectURL(this.#urls.shift() ?? '');
    return { url, contentType: file.contentType, name: file.name, octets: file.blob.size };
  }
}
