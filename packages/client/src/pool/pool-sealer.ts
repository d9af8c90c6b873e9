import type { Id, PoolKeyView } from '@smseal/protocol';
import {
  chooseDayKey,
  SealError,
  verifyDayKey,
  type Chain,
  type DayKey,
  type PoolStanding,
} from '@smseal/seal';
import type { ApiClient, How } from '../api/api-client.ts';
import { listPoolKeys } from './pool-api.ts';

/** Keys that may be sealed to, as the pool stands; the others are passed over. */
export async function sealableKeys(
  keys: readonly PoolKeyView[],
  { chain, standing }: { chain: Chain; standing: PoolStanding },
): Promise<DayKey[]> {
  const judged = await Promise.all(
    keys.map((key) =>
      verifyDayKey(key, { chain, standing }).catch((error: unknown) => {
        if (error instanceof SealError) return null;
        throw error;
      }),
    ),
  );
  return judged.filter((key) => key !== null);
}

interface Known {
  standing: string;
  day: string;
  key: DayKey;
}

/** Finds what texts to a pool are sealed to: the verified key of the day, asked for once a day and change of members. */
export class PoolSealer {
  readonly #api: ApiClient;
  readonly #known = new Map<Id, Known>();

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Null while the pool has no key that may be sealed to: its gateways were off for too long, or are just beginning. */
  async keyFor(standing: PoolStanding, chain: Chain, how: How = {}): Promise<DayKey | null> {
    const day = new Date(this.#api.clock.corrected()).toISOString().slice(0, 10);
    const known = this.#known.get(standing.pool);
    const name = JSON.stringify(standing);
    if (known?.standing === name && known.day === day) return known.key;
    const keys = await listPoolKeys(this.#api, standing.pool, how);
    const key = chooseDayKey(await sealableKeys(keys, { chain, standing }), day);
    if (key !== null) this.#known.set(standing.pool, { standing: name, day, key });
    return key;
  }

  /** The server refused a key: the pool's are asked for again. */
  forget(pool: Id): void {
    this.#known.delete(pool);
  }
}
