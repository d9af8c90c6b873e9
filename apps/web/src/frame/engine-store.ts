import type { EngineApi, EngineEvents } from '../engine/engine-api.ts';

/** The engine as the screens hold it: calls, and events pushed by it. */
export type Engine = EngineApi & {
  on<K extends keyof EngineEvents>(event: K, handler: (value: EngineEvents[K]) => void): () => void;
};

/** What the screens keep of the engine's own state, whichever of them is shown. */
export interface EngineValues {
  status: EngineEvents['status'] | null;
  sync: EngineEvents['sync'] | null;
  phones: EngineEvents['phones'];
  devices: EngineEvents['devices'];
  links: EngineEvents['links'];
  newLink: EngineEvents['newLink'] | null;
}

/** Latest values and answers, shared by all screens; an answer is asked again when its event says so. */
export interface EngineStore {
  engine: Engine;
  value<K extends keyof EngineValues>(key: K): EngineValues[K];
  subscribe(changed: () => void): () => void;
  /** Answers kept so that going back to a screen shows it at once. */
  answers: Map<string, unknown>;
  /** Asks once for all screens that ask the same in one turn. */
  ask<T>(key: string, ask: (engine: Engine) => Promise<T>): Promise<T>;
  /** Ends the subscriptions. */
  close(): void;
}

/** Follows the engine's events and asks once for what was before. */
export function createEngineStore(engine: Engine): EngineStore {
  const values: EngineValues = {
    status: null,
    sync: null,
    phones: [],
    devices: [],
    links: [],
    newLink: null,
  };
  const listeners = new Set<() => void>();
  const asking = new Map<string, Promise<unknown>>();
  const put = <K extends keyof EngineValues>(key: K, value: EngineValues[K]) => {
    values[key] = value;
    for (const changed of listeners) changed();
  };
  const answers = new Map<string, unknown>();
  const ends = [
    engine.on('purged', () => answers.clear()),
    engine.on('status', (value) => put('status', value)),
    engine.on('sync', (value) => put('sync', value)),
    engine.on('phones', (value) => put('phones', value)),
    engine.on('devices', (value) => put('devices', value)),
    engine.on('links', (value) => put('links', value)),
    engine.on('newLink', (value) => put('newLink', value)),
  ];
  const first = async () => {
    const status = await engine.status();
    if (values.status === null) put('status', status);
    if (values.sync === null) put('sync', await engine.sync());
    if (values.phones.length === 0) put('phones', await engine.phones());
    if (values.devices.length === 0) put('devices', await engine.devices());
    if (values.links.length === 0) put('links', await engine.pendingLinks());
  };
  // What cannot be answered before the engine is ready comes as an event when it is.
  first().catch(() => undefined);
  return {
    engine,
    value: (key) => values[key],
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    answers,
    ask: <T>(key: string, ask: (engine: Engine) => Promise<T>) => {
      const running = asking.get(key);
      if (running) return running as Promise<T>;
      const promise = ask(engine);
      asking.set(key, promise);
      queueMicrotask(() => asking.delete(key));
      return promise;
    },
    close: () => {
      for (const end of ends) end();
    },
  };
}
