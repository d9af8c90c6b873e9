import type { DeviceStatus } from '@smseal/protocol';
import type { Chain, ChainDevice } from '@smseal/seal';
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
    addedBy: addedBy(chain, device),
    lastSeen: statuses.get(device.id)?.lastSeen ?? null,
    connected: device.id === me || (statuses.get(device.id)?.connected ?? false),
    me: device.id === me,
    removedAt: device.removedAt,
  }));
}

function addedBy(chain: Chain, device: ChainDevice): string {
  if (device.addedBy === 'root') return 'secret key';
  return chain.device(device.addedBy)?.name ?? device.addedBy;
}
