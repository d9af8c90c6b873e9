import {
  alarmOf,
  listPoolKeys,
  postPoolGrants,
  postPoolKeys,
  sealableKeys,
  Wakeable,
  type AlarmBell,
  type ApiClient,
  type How,
  type Membership,
} from '@smseal/client';
import {
  CodedError,
  MAX_BATCH_DAYS,
  POOL_DAYS_AHEAD,
  POOL_DAYS_KEPT,
  POOL_DAYS_LATE,
  type Id,
  type PoolKeyView,
  type PostBatch,
} from '@smseal/protocol';
import {
  chooseDayKey,
  grantDayKey,
  openBatch,
  openDayKey,
  sealDayKey,
  SealError,
  type DayKey,
  type HeldDayKey,
  type PoolStanding,
} from '@smseal/seal';

export interface DayKeysOptions {
  api: ApiClient;
  membership: Membership;
  /** Who belongs to the pool now. */
  standing: () => PoolStanding;
  bell: AlarmBell;
}

const DAY_MS = 86_400_000;
const POLL_MS = 15 * 60_000;
/** However long a server says that a key is needed: no honest one needs it longer than this after its day. */
const MOST_MS = (1 + POOL_DAYS_LATE + MAX_BATCH_DAYS + POOL_DAYS_KEPT) * DAY_MS;

/**
 * The keys of this gateway's pool, a pair for each day: made ahead where nobody has, opened, handed on to members that came
 * later, and forgotten when their time is over. They are in memory alone; what opens them again is with the server, sealed
 * to the members, until the same time.
 */
export class DayKeys {
  readonly #options: DayKeysOptions;
  readonly #wakeable = new Wakeable();
  readonly #held = new Map<Id, HeldDayKey>();
  readonly #refused = new Set<Id>();
  #sealable: readonly DayKey[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(options: DayKeysOptions) {
    this.#options = options;
  }

  /** Members, or their keys, may have changed. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** The pair of a day; null where it is not held, or no more. */
  get(id: Id): HeldDayKey | null {
    return this.#held.get(id) ?? null;
  }

  /** What is sealed to today. @throws CodedError `unavailable` while the pool has no key that may be sealed to. */
  current(): DayKey {
    const key = chooseDayKey(this.#sealable, dayOf(this.#options.api.clock.corrected()));
    if (key === null) throw new CodedError('unavailable');
    return key;
  }

  /**
   * Opens a batch of this pool, or of this gateway's own key. A key that another member has just made is asked for.
   * @throws SealError as openBatch; CodedError, Unreachable where the keys could not be asked for.
   */
  async open(batch: PostBatch, how: How = {}): ReturnType<typeof openBatch> {
    const { membership } = this.#options;
    const { poolKey } = batch;
    if (poolKey !== null && this.get(poolKey) === null && isRecent(batch, this.#options.api.clock.own()))
      await this.refresh(how);
    const as = { device: membership.identity.keys, dayKey: (id: Id) => this.get(id) };
    return openBatch({ batch, chain: membership.chain, as });
  }

  /** Keeps the keys up until the signal aborts; outages are waited out. @throws NotAMember, CodedError, the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#wakeable.nap(POLL_MS, signal);
      await this.refresh({ signal, retry: 'until-aborted' }).catch(unlessSettled);
    }
  }

  /** Brings the keys up to the pool's members and to the day. @throws CodedError, Unreachable. */
  refresh(how: How = {}): Promise<void> {
    const next = this.#running.catch(() => undefined).then(() => this.#refresh(how));
    this.#running = next;
    return next;
  }

  async #refresh(how: How): Promise<void> {
    const { api, standing } = this.#options;
    const now = standing();
    let keys = await listPoolKeys(api, now.pool, how);
    await this.#judge(keys, now);
    const days = this.#missing();
    if (days.length > 0 && now.members.includes(this.#me)) {
      await this.#make(days, now, how);
      keys = await listPoolKeys(api, now.pool, how);
      await this.#judge(keys, now);
    }
    await this.#grant(keys, now, how);
  }

  get #me(): Id {
    return this.#options.membership.identity.keys.id;
  }

  /** Opens what is new, and forgets what is over or is not there any more. */
  async #judge(keys: readonly PoolKeyView[], standing: PoolStanding): Promise<void> {
    const { api, membership } = this.#options;
    const { chain, identity } = membership;
    const now = api.clock.own();
    const live = keys.filter(
      ({ day, until }) => now < Math.min(Date.parse(until) + DAY_MS, Date.parse(day) + MOST_MS),
    );
    for (const key of live) {
      if (key.wrap === null || this.#held.has(key.id) || this.#refused.has(key.id)) continue;
      try {
        this.#held.set(key.id, await openDayKey(key, { chain, device: identity.keys }));
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        this.#refused.add(key.id);
        this.#options.bell(alarmOf('pool-key-refused', now, error));
      }
    }
    const there = new Set(live.map(({ id }) => id));
    for (const [id, { seed }] of this.#held) {
      if (there.has(id)) continue;
      seed.fill(0);
      this.#held.delete(id);
    }
    this.#sealable = await sealableKeys(live, { chain, standing });
  }

  /** Today and the days ahead that have no key to seal to. */
  #missing(): string[] {
    const today = this.#options.api.clock.corrected();
    const have = new Set(this.#sealable.map(({ day }) => day));
    return Array.from({ length: 1 + POOL_DAYS_AHEAD }, (_, i) => dayOf(today + i * DAY_MS)).filter(
      (day) => !have.has(day),
    );
  }

  async #make(days: readonly string[], standing: PoolStanding, how: How): Promise<void> {
    const { api, membership } = this.#options;
    const { chain, identity } = membership;
    const keys = await Promise.all(
      days.map((day) => sealDayKey({ chain, by: identity.keys, standing, day })),
    );
    await postPoolKeys(api, { pool: standing.pool, keys }, how);
  }

  /** Members that came later get what this one holds. */
  async #grant(keys: readonly PoolKeyView[], standing: PoolStanding, how: How): Promise<void> {
    const { api, membership } = this.#options;
    const { chain } = membership;
    const wanted = keys.flatMap(({ id, holders }) => {
      const held = this.#held.get(id);
      const without = standing.members.filter((member) => !holders.includes(member));
      return held ? without.map((device) => grantDayKey(held, { chain, device })) : [];
    });
    if (wanted.length === 0) return;
    await postPoolGrants(api, { pool: standing.pool, grants: await Promise.all(wanted) }, how);
  }
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Of a batch that has long been over nobody need ask for a key. */
function isRecent({ expires }: PostBatch, now: number): boolean {
  return Date.parse(expires) + POOL_DAYS_KEPT * DAY_MS > now;
}

/** A change of members that is under way settles with the next look. */
function unlessSettled(error: unknown): void {
  const passing = new Set(['forbidden', 'unknown-target', 'not-found', 'rate-limited']);
  if (error instanceof SealError || (error instanceof CodedError && passing.has(error.code))) return;
  throw error;
}
