import type { GatewayStatus, WebhookAttempts } from '@smseal/protocol';
import { useEffect, useState } from 'react';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import { useEngine, useEngineEvent } from '../frame/engine-context.tsx';

/** How often a gateway is asked again: one that began anew, as it does with another carrier, forgot who looks. */
const ASK_MS = 5_000;
/** A gateway that has said nothing for so long is not there. */
const SILENT_MS = 6_000;

/** What a gateway says of itself while somebody looks. */
export interface LiveStatus {
  /** The last that it said; null before the first. */
  status: GatewayStatus | null;
  /** `silent`: it was asked and says nothing (any more). */
  state: 'asking' | 'live' | 'silent';
  /** Why this browser cannot ask. */
  trouble: Trouble | null;
}

/** Has a gateway tell where it stands for as long as the screen is shown. */
export function useGatewayStatus(gateway: string): LiveStatus {
  const [status, setStatus] = useState<GatewayStatus | null>(null);
  const [state, setState] = useState<LiveStatus['state']>('asking');
  const trouble = useAsking(gateway, null);
  useEngineEvent('gatewayStatus', (said) => {
    if (said.gateway !== gateway) return;
    setStatus(said.status);
    setState('live');
  });
  useEffect(() => {
    const timer = setTimeout(() => setState('silent'), SILENT_MS);
    return () => clearTimeout(timer);
  }, [status]);
  return { status, state, trouble };
}

/** What a gateway last told a webhook, newest first; null until it has said. */
export function useWebhookAttempts(gateway: string, webhook: string): WebhookAttempts['attempts'] | null {
  const [attempts, setAttempts] = useState<WebhookAttempts['attempts'] | null>(null);
  useAsking(gateway, webhook);
  useEngineEvent('webhookAttempts', (told) => {
    if (told.gateway === gateway && told.webhook === webhook) setAttempts(told.attempts);
  });
  return attempts;
}

function useAsking(gateway: string, webhook: string | null): Trouble | null {
  const engine = useEngine();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  useEffect(() => {
    const ask = () =>
      engine.watchGateway(gateway, webhook).then(
        () => setTrouble(null),
        (error: unknown) => setTrouble(troubleOf(error)),
      );
    void ask();
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => clearInterval(timer);
  }, [engine, gateway, webhook]);
  return trouble;
}
