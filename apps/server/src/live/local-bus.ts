import type { Id } from '@smseal/protocol';
import type { Bus, Listener, Signal } from './bus.ts';

/** The bus of a single process. */
export class LocalBus implements Bus {
  readonly #listeners = new Map<Id, Set<Listener>>();
  readonly #removals: ((account: Id, device: Id | undefined) => void)[] = [];

  publish(account: Id, signal: Signal): void {
    if (signal.type === 'removed') for (const listener of this.#removals) listener(account, signal.device);
    if (signal.type === 'deleted') for (const listener of this.#removals) listener(account, undefined);
    for (const listener of this.#listeners.get(account) ?? []) listener(signal);
  }

  subscribe(account: Id, listener: Listener): () => void {
    const listeners = this.#listeners.get(account) ?? new Set();
    this.#listeners.set(account, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(account) === listeners) this.#listeners.delete(account);
    };
  }

  onRemoval(listener: (account: Id, device: Id | undefined) => void): void {
    this.#removals.push(listener);
  }

  close(): Promise<void> {
    this.#listeners.clear();
    return Promise.resolve();
  }
}
