import type { GatewaySettings } from '@smseal/protocol';
import type { Chain } from '@smseal/seal';

/** Signed settings by the pool that they are for. */
type ByPool = ReadonlyMap<string, { settings: GatewaySettings | null }>;

/** The pool that a gateway is in: another's that named it a member, or else its own. */
export function poolOf(gateway: string, known: ByPool): string {
  for (const [pool, { settings }] of known)
    if (pool !== gateway && settings?.members.includes(gateway)) return pool;
  return gateway;
}

/** Settings without the members that were removed from the account: nothing can be sealed to them, and each has left. */
export function withoutRemoved(settings: GatewaySettings, chain: Chain): GatewaySettings {
  const members = settings.members.filter((id) => chain.device(id)?.removedIndex === null);
  return withMembers(settings, members);
}

/** Settings with other members; each who is gone counts for the generation of the day keys. */
export function withMembers(settings: GatewaySettings, members: string[]): GatewaySettings {
  const gone = settings.members.filter((id) => !members.includes(id)).length;
  return { ...settings, members, generation: settings.generation + gone };
}
