import type { DeviceStatus } from '@smseal/protocol';
import type { Chain } from '@smseal/seal';
import type { DeviceView } from '../engine-api.ts';

/** The account's devices: names and capabilities from the verified chain, presence from the server. */
export function deviceViews(
  chain: Chain,
  me: string | null,
  statuses: ReadonlyMap<string, DeviceStatus>,
): DeviceView[] {
  return [...chain.devices.values()].map((device) => ({
    id: device.id,
    name: device.name,
    platform: device.platform,
    can: [...device.can],
    addedAt: device.addedAt,
    addedBy: device.addedBy,
    lastSeen: statuses.get(device.id)?.lastSeen ?? null,
    connected: device.id === me || (statuses.get(device.id)?.connected ?? false),
    me: device.id === me,
    removedAt: device.removedAt,
  }));
}
