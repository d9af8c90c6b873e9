import { useCallback, useEffect, useState } from 'react';
import { request } from './request.ts';
import { troubleOf } from '../design/trouble.ts';
import type { Answer } from '../frame/engine-context.tsx';

/** What a route of the account answers, and a way to ask again. The old answer stays until the new one is there. */
export function useAccount<T>(path: string): [Answer<T>, () => void] {
  const [answer, setAnswer] = useState<Answer<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let left = false;
    request<T>('GET', path).then(
      (value) => !left && setAnswer({ state: 'ready', value }),
      (error: unknown) => !left && setAnswer({ state: 'failed', trouble: troubleOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [path, round]);
  return [answer, useCallback(() => setRound((before) => before + 1), [])];
}
