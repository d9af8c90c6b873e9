/**
 * Several tabs, one engine: the worker that holds the lock runs it, the others pass their page's calls to it and its events
 * back. When its tab closes the lock falls to the next worker, which starts from the sealed cache.
 */
import { INTERRUPTED, isRead, type Answer, type Call, type FromWorker, type Push } from './wire.ts';

const NAME = 'smseal-engine';

type BetweenTabs =
  | { type: 'to-leader'; from: string; call: Call }
  | { type: 'to-follower'; to: string; answer: Answer }
  | { type: 'to-all'; push: Push }
  | { type: 'leader' };

export interface LeadershipOptions {
  /** Starts the engine in this worker; called once, when the lock is held. */
  lead: () => { answer(call: Call, asker: string): Promise<Answer> };
  /** To this worker's own page. */
  post: (message: FromWorker) => void;
}

export class Leadership {
  readonly #me = crypto.randomUUID();
  readonly #channel = new BroadcastChannel(NAME);
  readonly #options: LeadershipOptions;
  /** Calls of this page that another worker has not answered yet. */
  readonly #pending = new Map<number, Call>();
  #engine: ReturnType<LeadershipOptions['lead']> | null = null;
  /** Whether another worker led while calls were waiting: it may have carried them out. */
  #ledByAnother = false;

  constructor(options: LeadershipOptions) {
    this.#options = options;
    this.#channel.addEventListener('message', (event: MessageEvent<BetweenTabs>) => this.#hear(event.data));
    void navigator.locks.request(NAME, () => this.#leadUntilTheEnd());
  }

  /** A call of this worker's page. */
  take(call: Call): void {
    if (this.#engine) {
      void this.#engine.answer(call, this.#me).then((answer) => this.#options.post(answer));
      return;
    }
    this.#pending.set(call.id, call);
    this.#send({ type: 'to-leader', from: this.#me, call });
  }

  /** An event of the engine in this worker, for every page. */
  push(push: Push): void {
    this.#options.post(push);
    this.#send({ type: 'to-all', push });
  }

  #leadUntilTheEnd(): Promise<never> {
    this.#engine = this.#options.lead();
    this.#send({ type: 'leader' });
    this.#askAgain();
    return new Promise(() => undefined);
  }

  #hear(message: BetweenTabs): void {
    switch (message.type) {
      case 'to-leader':
        void this.#engine
          ?.answer(message.call, message.from)
          .then((answer) => this.#send({ type: 'to-follower', to: message.from, answer }));
        return;
      case 'to-follower':
        this.#ledByAnother = true;
        if (message.to !== this.#me || !this.#pending.delete(message.answer.id)) return;
        this.#options.post(message.answer);
        return;
      case 'to-all':
        this.#ledByAnother = true;
        this.#options.post(message.push);
        return;
      case 'leader':
        this.#askAgain();
        this.#ledByAnother = true;
        return;
      default:
        message satisfies never;
    }
  }

  /** The engine moved: what only reads is asked again, what may have happened is given back to the person. */
  #askAgain(): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of pending) {
      if (isRead(call.method) || !this.#ledByAnother) this.take(call);
      else this.#options.post({ type: 'failed', id: call.id, failure: INTERRUPTED });
    }
  }

  #send(message: BetweenTabs): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    this.#channel.postMessage(message);
  }
}
