import type { LivePayload } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';

type Receipt = Extract<LivePayload, { type: 'command-receipt' }>;
type Command = Extract<LivePayload, { id: string; expires: string }>;
type WithoutId<C> = C extends Command ? Omit<C, 'v' | 'id' | 'expires'> : never;

/** A phone that does not answer within this is not going to. */
const ANSWER_MS = 15_000;
/** After this a phone that comes back must not carry a command out any more. */
const EXPIRY_MS = 60_000;

export interface CommandsOptions {
  send: (payload: LivePayload, to: string) => Promise<boolean>;
  /** ms since 1970. */
  now: () => number;
}

/** Commands to phones, each with its receipt. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #waiting = new Map<string, (receipt: Receipt) => void>();

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** @throws EngineError when the phone is away, refuses or fails. */
  async give(command: WithoutId<Command>, to: string): Promise<void> {
    const id = randomId();
    const expires = new Date(this.#options.now() + EXPIRY_MS).toISOString();
    const answered = this.#receipt(id);
    const sent = await this.#options.send({ ...command, v: 1, id, expires }, to);
    const receipt = sent ? await answered.finally(() => this.#waiting.delete(id)) : null;
    if (receipt === null) {
      this.#waiting.delete(id);
      throw new EngineError('phone-away', 'The phone does not answer; try again when it is connected.');
    }
    if (receipt.outcome !== 'done') {
      throw new EngineError(
        `command-${receipt.outcome}`,
        `The phone did not do it (${receipt.reason ?? receipt.outcome}); look at the phone.`,
      );
    }
  }

  hear(receipt: Receipt): void {
    this.#waiting.get(receipt.id)?.(receipt);
  }

  #receipt(id: string): Promise<Receipt | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), ANSWER_MS);
      this.#waiting.set(id, (receipt) => {
        clearTimeout(timer);
        resolve(receipt);
      });
    });
  }
}
