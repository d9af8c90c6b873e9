import type { PhoneReport, Platform } from '@smseal/protocol';
import type { Chain } from '@smseal/seal';
import type { SendRoute } from '../engine-api.ts';

/** Browsers and command lines hold `deliver` so that they can grant it; they have nothing to send with. */
const SENDERS: ReadonlySet<Platform> = new Set(['phone', 'gateway']);

/** The ways a text can leave: each SIM of each live device that can deliver. */
export function sendRoutes(
  chain: Chain,
  report: (device: string) => PhoneReport | null,
  connected: (device: string) => boolean,
): SendRoute[] {
  const senders = [...chain.devices.values()].filter(
    (device) => SENDERS.has(device.platform) && chain.may(device.id, 'deliver'),
  );
  return senders.flatMap((device): SendRoute[] => {
    const of = { device: device.id, platform: device.platform, connected: connected(device.id) };
    const sims = report(device.id)?.sims ?? [];
    if (sims.length === 0) return [{ ...of, simSlot: null, label: device.name }];
    return sims.map((sim) => ({
      ...of,
      simSlot: sim.slot,
      label: [device.name, `SIM ${sim.slot + 1}`, sim.label].filter((part) => part !== '').join(' · '),
    }));
  });
}
