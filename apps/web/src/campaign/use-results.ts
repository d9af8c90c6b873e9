import { useCallback, useEffect, useRef, useState } from 'react';
import type { TextState } from '@smseal/protocol';
import type { CampaignResult } from '../engine/campaign/campaign-api.ts';
import { useEngine, useEngineEvent } from '../frame/engine-context.tsx';
import type { ShownState } from './states.ts';

const PAGE = 100;
const TYPING_MS = 120;
/** While thousands of reports come in, the rows on the screen are asked for again no more often than this. */
const AGAIN_MS = 500;

/** Rows of the results that are looked at, page by page. Old rows stay until the new ones are there. */
export function useResults(
  id: string,
  { search, state }: { search: string; state: ShownState | null },
): { total: number | null; at(index: number): CampaignResult | null } {
  const engine = useEngine();
  const pages = useRef(new Map<number, readonly CampaignResult[]>());
  const wanted = useRef(new Set<number>([0]));
  const asking = useRef(new Set<number>());
  const round = useRef(0);
  const [total, setTotal] = useState<number | null>(null);
  const [, redraw] = useState(0);
  const states = statesOf(state);
  const ask = useCallback(
    async (page: number) => {
      const mine = round.current;
      asking.current.add(page);
      try {
        const query = { search, states, from: page * PAGE, count: PAGE };
        const answer = await engine.campaignResults(id, query);
        if (mine !== round.current) return;
        pages.current.set(page, answer.rows);
        setTotal(answer.total);
        redraw((drawn) => drawn + 1);
      } catch {
        // The page shows why it has nothing; rows that are there stay.
      } finally {
        asking.current.delete(page);
      }
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the states follow from the one that is chosen
    [engine, id, search, state],
  );
  const again = useCallback(() => {
    round.current++;
    asking.current.clear();
    for (const page of wanted.current) void ask(page);
  }, [ask]);
  useEffect(() => {
    const timer = setTimeout(() => {
      pages.current.clear();
      wanted.current = new Set([0]);
      again();
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [again]);
  useOften(again);
  return {
    total,
    at: (index) => {
      const page = Math.floor(index / PAGE);
      wanted.current.add(page);
      if (wanted.current.size > 4) wanted.current = new Set([...wanted.current].slice(-4));
      const rows = pages.current.get(page);
      if (!rows && !asking.current.has(page)) void ask(page);
      return rows?.[index % PAGE] ?? null;
    },
  };
}

/** Calls `act` when a text to many has changed, at most once in a while. */
function useOften(act: () => void): void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useEngineEvent('campaigns', () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, AGAIN_MS);
  });
}

const OF = {
  queued: ['queued', 'leased'],
  underway: ['submitted'],
  sent: ['sent'],
  delivered: ['delivered'],
  failed: ['failed'],
  expired: ['expired'],
  cancelled: ['cancelled'],
  unknown: ['unknown'],
} as const satisfies Record<ShownState, readonly TextState[]>;

function statesOf(state: ShownState | null): TextState[] | null {
  return state === null ? null : [...OF[state]];
}
