import { useCallback, useEffect, useRef, useState } from 'react';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import type { ThreadWindow } from '../engine/engine-api.ts';
import { useEngine, useEngineEvent } from '../frame/engine-context.tsx';
import { mergeWindow } from './merge-window.ts';

/** Items asked for at once. */
const PAGE = 80;

export interface LoadedThread {
  window: ThreadWindow | null;
  trouble: Trouble | null;
  loadOlder(): void;
  loadNewer(): void;
  /** Goes to the newest texts, leaving what is held when they are far. */
  goToEnd(): Promise<void>;
  again(): void;
}

function atEnd(window: ThreadWindow): boolean {
  return window.start + window.items.length >= window.total;
}

/** Holds an unbroken run of a thread, and loads more of it at either end. */
export function useThread(conversation: string, begin: number | 'unread'): LoadedThread {
  const engine = useEngine();
  const [window, setWindow] = useState<ThreadWindow | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const held = useRef<ThreadWindow | null>(null);
  const busy = useRef(false);

  const load = useCallback(
    async (around: number | 'end' | 'unread', count: number) => {
      if (busy.current) return;
      busy.current = true;
      try {
        const next = await engine.threadWindow(conversation, around, count);
        held.current = mergeWindow(held.current, next);
        setWindow(held.current);
        setTrouble(null);
      } catch (error) {
        if (!held.current) setTrouble(troubleOf(error));
      } finally {
        busy.current = false;
      }
    },
    [engine, conversation],
  );
  useEffect(() => {
    void load(begin, PAGE);
  }, [load, begin]);

  const missed = useRef(false);
  const refresh = useCallback(async () => {
    if (busy.current) {
      missed.current = true;
      return;
    }
    do {
      missed.current = false;
      const now = held.current;
      if (!now || atEnd(now)) await load('end', Math.max(PAGE, (now?.items.length ?? 0) + 20));
      else await load(now.start + Math.floor(now.items.length / 2), now.items.length + 20);
    } while (missed.current);
  }, [load]);
  useEngineEvent('thread', (changed) => {
    if (changed.conversation === conversation) void refresh();
  });

  return {
    window,
    trouble,
    loadOlder: useCallback(() => {
      const now = held.current;
      if (now && now.start > 0) void load(Math.max(0, now.start - PAGE / 2), PAGE);
    }, [load]),
    loadNewer: useCallback(() => {
      const now = held.current;
      if (now && !atEnd(now)) void load(now.start + now.items.length + PAGE / 2, PAGE);
    }, [load]),
    goToEnd: useCallback(() => load('end', PAGE), [load]),
    again: useCallback(() => void load(begin, PAGE), [load, begin]),
  };
}
