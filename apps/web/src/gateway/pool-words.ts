import type { GatewayView } from '../engine/gateway/gateway-api.ts';

/** The other gateways that work together with this one. */
export function companionsOf(gateway: GatewayView, all: readonly GatewayView[]): GatewayView[] {
  return all.filter(({ device, pool }) => pool === gateway.pool && device.id !== gateway.device.id);
}

/** What removing a gateway means. */
export function removalWords(together: boolean): string {
  return together
    ? 'It is signed out for good. The gateways that it works together with go on, and send what it has not handed over.'
    : 'It is signed out for good; its keys, webhooks and carriers go with it. Texts that it has not handed over are not sent by another one.';
}
