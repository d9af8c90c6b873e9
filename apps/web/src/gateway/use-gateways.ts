import { useCallback } from 'react';
import type { GatewayChange, GatewayView } from '../engine/gateway/gateway-api.ts';
import { useAct, useAnswer, useEngine, type Answer } from '../frame/engine-context.tsx';

/** The account's gateways with what they obey. */
export function useGateways(): [Answer<GatewayView[]>, () => void] {
  return useAnswer('gateways', (engine) => engine.gateways(), ['gateways', 'devices']);
}

/** Signs a change of what a gateway obeys; when that fails, says what was tried and why. */
export function useChange(gateway: string): (what: string, change: GatewayChange) => Promise<boolean> {
  const engine = useEngine();
  const act = useAct();
  return useCallback(
    (what, change) => act(what, () => engine.saveGatewaySettings(gateway, change)),
    [engine, act, gateway],
  );
}
