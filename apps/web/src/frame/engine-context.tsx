import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import { say } from '../design/toast.ts';
import type { EngineEvents } from '../engine/engine-api.ts';
import type { Engine, EngineStore, EngineValues } from './engine-store.ts';

const Context = createContext<EngineStore | null>(null);

/** Gives the screens their engine. */
export function EngineProvider({ store, children }: { store: EngineStore; children: ReactNode }) {
  return <Context value={store}>{children}</Context>;
}

function useStore(): EngineStore {
  const store = useContext(Context);
  if (!store) throw new Error('a screen stands outside EngineProvider');
  return store;
}

/** The engine, for acts. */
export function useEngine(): Engine {
  return useStore().engine;
}

/** A value of the engine that is always current. */
export function useEngineValue<K extends keyof EngineValues>(key: K): EngineValues[K] {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => store.value(key));
}

/** Hears an event for as long as the screen is shown. */
export function useEngineEvent<K extends keyof EngineEvents>(
  event: K,
  handler: (value: EngineEvents[K]) => void,
): void {
  const { engine } = useStore();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => engine.on(event, (value) => latest.current(value)), [engine, event]);
}

/** An answer of the engine: not there yet, there, or failed. */
export type Answer<T> =
  { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; trouble: Trouble };

/**
 * Asks the engine for what a screen shows, keeps it under `key`, and asks again whenever one of the events comes.
 * The old answer stays on screen until the new one is there.
 */
export function useAnswer<T>(
  key: string,
  ask: (engine: Engine) => Promise<T>,
  events: readonly (keyof EngineEvents)[],
): [Answer<T>, () => void] {
  const store = useStore();
  const { engine, answers } = store;
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ key: string; answer: Answer<T> }>({
    key: '',
    answer: { state: 'loading' },
  });
  const again = useCallback(() => setRound((count) => count + 1), []);
  const asking = useRef(ask);
  useEffect(() => {
    asking.current = ask;
  });
  const eventList = events.join(' ');
  useEffect(() => {
    const names = eventList.split(' ').filter(Boolean) as (keyof EngineEvents)[];
    const ends = names.map((event) => engine.on(event, again));
    return () => {
      for (const end of ends) end();
    };
  }, [engine, eventList, again]);
  useEffect(() => {
    let left = false;
    const run = async () => {
      try {
        const value = await store.ask(key, asking.current);
        answers.set(key, value);
        if (!left) setAnswer({ key, answer: { state: 'ready', value } });
      } catch (error) {
        if (!left && !answers.has(key))
          setAnswer({ key, answer: { state: 'failed', trouble: troubleOf(error) } });
      }
    };
    void run();
    return () => {
      left = true;
    };
  }, [store, answers, key, round]);
  if (answer.key === key) return [answer.answer, again];
  return answers.has(key)
    ? [{ state: 'ready', value: answers.get(key) as T }, again]
    : [{ state: 'loading' }, again];
}

/** Runs an act and, when it fails, says what was tried and why it failed. True when it succeeded. */
export function useAct(): (what: string, act: () => Promise<unknown>) => Promise<boolean> {
  return useCallback(async (what, act) => {
    try {
      await act();
      return true;
    } catch (error) {
      const trouble = troubleOf(error);
      say({ text: `${what} ${trouble.sentence} (${trouble.code})`, bad: true });
      return false;
    }
  }, []);
}
