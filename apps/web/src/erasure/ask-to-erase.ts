import { useSyncExternalStore } from 'react';
import type { ErasureTarget } from '../engine/erasure/erasure-api.ts';

/** What a person is asked about before it is erased. */
export interface EraseQuestion {
  target: ErasureTarget;
  /** Whom or what: a name, a number, "this text". */
  name: string;
  /** The screen that shows what goes is left before it does. */
  leave?: () => void;
}

let asked: EraseQuestion | null = null;
const listeners = new Set<() => void>();

function put(question: EraseQuestion | null): void {
  asked = question;
  for (const listener of listeners) listener();
}

/** Opens the dialog over whichever screen is shown; it outlives that screen. */
export function askToErase(question: EraseQuestion): void {
  put(question);
}

export function endQuestion(): void {
  put(null);
}

/** The question that is open; null for none. */
export function useEraseQuestion(): EraseQuestion | null {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => asked,
  );
}
