const FIRST_MS = 250;
const MOST_MS = 15_000;

/** Milliseconds to wait before the next attempt: doubling, with jitter, so that clients do not come back together. */
export function backOffMs(attempt: number): number {
  const top = Math.min(MOST_MS, FIRST_MS * 2 ** attempt);
  return top / 2 + (Math.random() * top) / 2;
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
