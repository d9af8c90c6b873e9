import type { PhoneSource, ProviderEvent } from '@smseal/client';

type Listener = (event: ProviderEvent) => void;

/** The phone's events, heard once and passed to whoever is interested at the moment. */
export class PhoneEvents {
  readonly #listeners = new Set<Listener>();
  readonly #connected = new Set<() => void>();

  /** Begins to listen; ends with the signal. */
  start(source: PhoneSource, signal: AbortSignal): Promise<void> {
    return source.listen({
      heard: (event) => this.#listeners.forEach((listener) => listener(event)),
      connected: () => this.#connected.forEach((listener) => listener()),
      signal,
    });
  }

  /** Hears every event until the returned function is called. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of each connection: what happened before it is unknown. */
  onConnected(listener: () => void): () => void {
    this.#connected.add(listener);
    return () => this.#connected.delete(listener);
  }

  /** The first event that `pick` makes something of. Rejects with the signal's reason. */
  first<T>(pick: (event: ProviderEvent) => T | undefined, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const off = this.on((event) => {
        const picked = pick(event);
        if (picked === undefined) return;
        off();
        signal.removeEventListener('abort', stop);
        resolve(picked);
      });
      const stop = () => {
        off();
        reject(signal.reason as Error);
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }
}
