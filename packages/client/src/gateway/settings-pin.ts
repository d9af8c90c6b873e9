import type { AlarmCode } from '../alarm/alarm.ts';

/** The highest version of a gateway's settings that a device has seen, and which content it was. */
export interface SettingsPin {
  version: number;
  /** As `openGatewaySettings` gives it. */
  digest: string;
}

/** What is wrong with showing `shown`, or none at all, to a device that has seen `pin`; null when nothing is. */
export function replayOf(
  pin: SettingsPin | null,
  shown: SettingsPin | null,
): Extract<AlarmCode, 'settings-rolled-back' | 'settings-forked'> | null {
  if (pin === null) return null;
  if (shown === null || shown.version < pin.version) return 'settings-rolled-back';
  return shown.version === pin.version && shown.digest !== pin.digest ? 'settings-forked' : null;
}
