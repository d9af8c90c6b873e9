import { useSyncExternalStore } from 'react';

/** Says in passing what has happened; `undo` offers the way back. */
export interface Said {
  text: string;
  undo?: () => void;
  bad?: boolean;
}

const waiting: Said[] = [];
const woken = new Set<() => void>();
let needed = false;
let hear: ((said: Said) => void) | null = null;

/** Shows a sentence at the bottom for a few seconds. */
export function say(said: Said): void {
  if (hear) {
    hear(said);
    return;
  }
  waiting.push(said);
  needed = true;
  for (const wake of woken) wake();
}

/** The room takes what was said, and what will be. */
export function hearSaid(handler: (said: Said) => void): () => void {
  hear = handler;
  for (const said of waiting.splice(0)) handler(said);
  return () => {
    hear = null;
  };
}

/** Whether anything was said yet: before that the room need not be loaded. */
export function useSaidAnything(): boolean {
  return useSyncExternalStore(
    (changed) => {
      woken.add(changed);
      return () => woken.delete(changed);
    },
    () => needed,
  );
}
