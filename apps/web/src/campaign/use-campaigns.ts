import { useEffect, useState } from 'react';
import type { CampaignProgress, CampaignRow, CampaignView } from '../engine/campaign/campaign-api.ts';
import { useAnswer, useEngine, type Answer } from '../frame/engine-context.tsx';

/** What was sent to many, the newest first. */
export function useCampaigns(): [Answer<CampaignRow[]>, () => void] {
  return useAnswer('campaigns', (engine) => engine.campaigns(), ['campaigns']);
}

/** One of them; null when it is not there. */
export function useCampaign(id: string): [Answer<CampaignView | null>, () => void] {
  return useAnswer(`campaign:${id}`, (engine) => engine.campaign(id), ['campaigns', 'devices']);
}

const LOOK_MS = 600;
const AWAY_MS = 3_000;

/** How far one is by the server's own counts, asked for as long as it is looked at and something is expected. */
export function useProgress(id: string, live: boolean): { progress: CampaignProgress | null; away: boolean } {
  const engine = useEngine();
  const [progress, setProgress] = useState<CampaignProgress | null>(null);
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (!live) return;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      let wait = LOOK_MS;
      try {
        const next = await engine.campaignProgress(id);
        if (!left) setProgress(next);
        if (!left) setAway(false);
      } catch {
        wait = AWAY_MS;
        if (!left) setAway(true);
      }
      if (!left) timer = setTimeout(() => void look(), wait);
    };
    void look();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [engine, id, live]);
  return { progress, away };
}
