import type { Id } from '@smseal/protocol';
import type { Bus, DevicesOf, Listener, RemovalListener, Signal } from './bus.ts';

/** The bus of a single process. */
export class LocalBus implements Bus {
  readonly #listeners = new Map<Id, Set<Listener>>();
  readonly #removals: RemovalListener[] = [];
  #devicesOf: DevicesOf = () => [];

  publish(account: Id, signal: Signal): void {
    if (signal.type === 'removed') this.tellRemoval(account, signal.device);
    if (signal.type === 'deleted' || signal.type === 'closed') this.tellRemoval(account, undefined);
    this.deliver(account, signal);
  }

  /** To the listeners of the account. */
  deliver(account: Id, signal: Signal): void {
    for (const listener of this.#listeners.get(account) ?? []) listener(signal);
  }

  /** To those who mind removals of all accounts. */
  tellRemoval(account: Id, device: Id | undefined): void {
    for (const listener of this.#removals) listener(account, device);
  }

  subscribe(account: Id, listener: Listener): () => void {
    const listeners = this.#listeners.get(account) ?? new Set();
    this.#listeners.set(account, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(account) === listeners) this.#listeners.delete(account);
    };
  }

  /** Whether anybody here listens to the account. */
  listens(account: Id): boolean {
    return this.#listeners.has(account);
  }

  answerPresence(devicesOf: DevicesOf): void {
    this.#devicesOf = devicesOf;
  }

  connected(account: Id): Promise<Set<Id>> {
    return Promise.resolve(new Set(this.#devicesOf(account)));
  }

  onRemoval(listener: RemovalListener): void {
    this.#removals.push(listener);
  }

  close(): Promise<void> {
    this.#listeners.clear();
    return Promise.resolve();
  }
}
