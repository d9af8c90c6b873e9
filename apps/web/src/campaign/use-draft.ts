import { useCallback, useEffect, useRef, useState } from 'react';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import type { Mapping, RecipientsView, SheetView } from '../engine/campaign/campaign-api.ts';
import type { WindowsEncoding } from '../engine/campaign/guess-windows.ts';
import { useEngine } from '../frame/engine-context.tsx';
import type { Engine } from '../frame/engine-store.ts';

/** Where a list comes from; the page keeps it, in case the engine has to read it once more. */
export interface ListSource {
  value: string | Blob;
  name: string | null;
  fallback: WindowsEncoding | null;
}

/** A list of recipients while a text to them is written. */
export interface DraftList {
  sheet: SheetView | null;
  mapping: Mapping | null;
  view: RecipientsView | null;
  /** Rises when other people may be in it. */
  version: number;
  busy: boolean;
  trouble: Trouble | null;
  open(source: ListSource): void;
  /** Reads the same file again, in another encoding. */
  reopen(fallback: WindowsEncoding): void;
  map(mapping: Mapping): void;
  clear(): void;
  /** Asks about the draft; where the engine no longer has it, it reads the list again first. */
  ask<T>(question: (engine: Engine, draft: string) => Promise<T>): Promise<T>;
}

interface State {
  source: ListSource | null;
  sheet: SheetView | null;
  mapping: Mapping | null;
  view: RecipientsView | null;
  version: number;
}

const NOTHING: State = { source: null, sheet: null, mapping: null, view: null, version: 0 };

/** Reads lists and remembers how a person set them right. */
export function useDraft(): DraftList {
  const engine = useEngine();
  const [state, setState] = useState(NOTHING);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  const turn = useRef(0);
  const run = useCallback(async (work: () => Promise<Partial<State>>) => {
    const mine = ++turn.current;
    setBusy(true);
    setTrouble(null);
    try {
      const change = await work();
      if (mine === turn.current)
        setState((before) => ({ ...before, ...change, version: before.version + 1 }));
    } catch (error) {
      const what = troubleOf(error);
      if (mine === turn.current && what.code !== 'superseded') setTrouble(what);
    } finally {
      if (mine === turn.current) setBusy(false);
    }
  }, []);
  const read = useCallback(
    async (source: ListSource, mapping: Mapping | null) => {
      const { value, name, fallback } = source;
      const sheet = await engine.readSheet(value, { name, fallback });
      const kept = mapping ?? sheet.mapping;
      const view = await engine.readRecipients(sheet.draft, kept);
      return { source, sheet: { ...sheet, columns: view.columns }, mapping: kept, view };
    },
    [engine],
  );
  const ask = useCallback(
    async <T>(question: (engine: Engine, draft: string) => Promise<T>): Promise<T> => {
      const { sheet, source, mapping } = latest.current;
      try {
        return await question(engine, sheet?.draft ?? '');
      } catch (error) {
        if (troubleOf(error).code !== 'draft-lost' || source === null) throw error;
        const again = await read(source, mapping);
        setState((before) => ({ ...before, ...again }));
        return question(engine, again.sheet.draft);
      }
    },
    [engine, read],
  );
  return {
    ...state,
    busy,
    trouble,
    ask,
    open: (source) => void run(() => read(source, null)),
    reopen: (fallback) => {
      const { source, mapping } = latest.current;
      if (source) void run(() => read({ ...source, fallback }, mapping));
    },
    map: (mapping) => {
      setState((before) => ({ ...before, mapping }));
      void run(async () => {
        const view = await ask((asked, draft) => asked.readRecipients(draft, mapping));
        return { view };
      });
    },
    clear: () => {
      turn.current++;
      setBusy(false);
      setTrouble(null);
      setState((before) => ({ ...NOTHING, version: before.version + 1 }));
    },
  };
}
