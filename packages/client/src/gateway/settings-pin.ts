import type { Id } from '@smseal/protocol';
import type { AlarmCode } from '../alarm/alarm.ts';

/** The highest version of a gateway's settings that a device has seen, and which content it was. */
export interface SettingsPin {
  version: number;
  /** As `openGatewaySettings` gives it. */
  digest: string;
}

/** What a gateway has obeyed: of which pool, and the highest versions of pools that it was in before. */
export interface ObeyedPin extends SettingsPin {
  pool: Id;
  left: Readonly<Record<Id, number>>;
}

/** {@link replayOf} for a gateway, which may be taken into another pool: by a word of that pool that it has not heard before. */
export function replayToGateway(
  pin: ObeyedPin | null,
  shown: (SettingsPin & { pool: Id }) | null,
): ReturnType<typeof replayOf> {
  if (pin === null || shown === null || shown.pool === pin.pool) return replayOf(pin, shown);
  return shown.version > (pin.left[shown.pool] ?? 0) ? null : 'settings-rolled-back';
}

/** What a gateway remembers once it obeys what was shown. */
export function obeyedPin(pin: ObeyedPin | null, shown: SettingsPin & { pool: Id }): ObeyedPin {
  if (pin === null) return { ...shown, left: {} };
  const { [shown.pool]: _now, ...left } = { ...pin.left, [pin.pool]: pin.version };
  return { ...shown, left };
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
