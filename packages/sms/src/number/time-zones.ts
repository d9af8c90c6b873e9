import { TIME_ZONE_PREFIXES } from './time-zone-prefixes.ts';

let zonesByPrefix: Map<string, readonly string[]> | null = null;

function table(): Map<string, readonly string[]> {
  zonesByPrefix ??= new Map(
    Object.entries(TIME_ZONE_PREFIXES).flatMap(([zones, prefixes]) => {
      const names = Object.freeze(zones.split('&'));
      return prefixes.split(' ').map((prefix) => [prefix, names] as const);
    }),
  );
  return zonesByPrefix;
}

/** IANA time zones of the longest known prefix of these digits (E.164 without `+`); none when no prefix is known. */
export function timeZonesOfPrefix(digits: string): readonly string[] {
  const known = table();
  for (let length = digits.length; length > 0; length--) {
    const zones = known.get(digits.slice(0, length));
    if (zones) return zones;
  }
  return [];
}
