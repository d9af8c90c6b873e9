import type { GatewaySettings, Id } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';

/** Who belongs to a pool now, as signed settings and the chain say together. */
export interface PoolStanding {
  /** The id of its first gateway. */
  pool: Id;
  /** Members that were not removed from the chain. */
  members: readonly Id[];
  /** How often somebody left, by settings or by the chain: a day's key of another generation is not sealed to. */
  generation: number;
}

/**
 * A pool's standing. A gateway that nobody has given settings yet is a pool of one. Settings that drop members must raise
 * their generation by as many, so that what the chain has counted already is not counted twice.
 */
export function poolStanding(chain: Chain, pool: Id, settings: GatewaySettings | null): PoolStanding {
  const named = settings?.members ?? [pool];
  const members = named.filter((id) => chain.device(id)?.removedIndex === null);
  const generation = (settings?.generation ?? 0) + named.length - members.length;
  return { pool, members, generation };
}
