import { dayAgo } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';

/** Whether a gateway is there, and whether it works. */
export function GatewayState({ gateway: { device, settings } }: { gateway: GatewayView }) {
  const now = useNow();
  return (
    <span className="flex items-center gap-1.5 text-small text-ink-2">
      {device.connected && <span aria-hidden className="size-2 shrink-0 rounded-full bg-good" />}
      {device.connected
        ? 'Connected'
        : device.lastSeen
          ? `Not connected, seen ${dayAgo(device.lastSeen, now)}`
          : 'Not seen yet'}
      {settings?.paused && <strong className="font-semibold text-ink">Paused</strong>}
    </span>
  );
}
