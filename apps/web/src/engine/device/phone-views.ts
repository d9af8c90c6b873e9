import type { PhoneView } from '../engine-api.ts';
import type { DeviceSession } from './device-session.ts';

/** The account's live phones as the screens show them. */
export function phoneViews(session: DeviceSession): PhoneView[] {
  const { membership, mailbox, phones, presence, acts } = session;
  return [...membership.chain.devices.values()]
    .filter((device) => device.platform === 'phone' && device.removedIndex === null)
    .map((device) => {
      const state = phones.of(device.id);
      const status = presence.statuses.get(device.id);
      return {
        device: device.id,
        name: device.name,
        connected: session.online && (status?.connected ?? false),
        lastSeen: state.heardAt ?? status?.lastSeen ?? null,
        battery: state.battery,
        signal: state.signal,
        network: state.network,
        notifications: state.notifications,
        call: state.call && { ...state.call, ...caller(mailbox, state.call) },
        report: acts.settings.report(device.id),
      };
    });
}

function caller(
  { contacts }: DeviceSession['mailbox'],
  { number, name }: { number: string | null; name: string | null },
): { name: string | null; picture: string | null } {
  if (number === null) return { name, picture: null };
  return { name: contacts.nameOf(number) ?? name, picture: contacts.pictureOf(number) };
}
