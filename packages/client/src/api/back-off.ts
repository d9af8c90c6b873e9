/** Waits that grow: half to all of `first · 2^attempt` ms, never above `most`. Jitter keeps devices from coming back together. */
export interface BackOff {
  first: number;
  most: number;
  /** 0 ≤ x < 1; `secureRandom` unless a test says otherwise. */
  random?: () => number;
}

/** Milliseconds to wait before attempt number `attempt` (0 is the first retry). */
export function backOffMs(attempt: number, { first, most, random = secureRandom }: BackOff): number {
  const top = Math.min(most, first * 2 ** Math.min(attempt, 20));
  return Math.round(top / 2 + (random() * top) / 2);
}

function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const stop = () => {
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
