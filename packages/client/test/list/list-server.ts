import { isDeepStrictEqual } from 'node:util';
import {
  ListKeeper,
  SuppressionSet,
  type Alarm,
  type ListPin,
  type ListStore,
  type Membership,
} from '@smseal/client';
import type {
  AppendListSegment,
  Id,
  ListHead,
  ListKeySet,
  ListSegmentsPage,
  SuppressionListEntry,
} from '@smseal/protocol';
import { followList, openListKeys, type DeviceKeys } from '@smseal/seal';
import type { TestAccount } from '../account.ts';
import { Refuse, type Answering } from '../double-server.ts';

export const EMPTY: ListHead = { count: 0, digest: null };
const PAGE = 3;

/** An honest server's list; `lie` is what a dishonest one makes of its pages. */
export class ListServer {
  readonly account: TestAccount;
  keys: ListKeySet | null = null;
  readonly keySets: ListKeySet[] = [];
  segments: AppendListSegment[] = [];
  /** Where the list ended with each segment. */
  heads: ListHead[] = [];
  lie: ((page: ListSegmentsPage, after: number) => ListSegmentsPage | null) | null = null;
  /** Answers that are lost after the deed, by count. */
  lost = 0;

  constructor(account: TestAccount) {
    this.account = account;
  }

  get head(): ListHead {
    return this.heads.at(-1) ?? EMPTY;
  }

  routesFor(device: Id): Record<string, Answering> {
    return {
      'GET /v1/lists/suppressions/segments': ({ query }) => this.#page(device, Number(query.get('after'))),
      'POST /v1/lists/suppressions/segments': ({ body }) => this.#append(device, body as AppendListSegment),
      'GET /v1/lists/suppressions/keys': () => this.#keysFor(device),
      'PUT /v1/lists/suppressions/keys': ({ body }) => this.#put(body as ListKeySet),
    };
  }

  #keysFor(device: Id): ListKeySet {
    if (!this.keys) throw new Refuse('not-found');
    const reads = this.account.chain.may(device, 'read');
    if (!reads && !this.keys.gateways.some((one) => one.device === device))
      throw new Refuse('forbidden', { needs: 'read' });
    return this.keys;
  }

  #page(device: Id, after: number): ListSegmentsPage {
    const { version } = this.#keysFor(device);
    const segments = this.segments.slice(after, after + PAGE);
    const page = { segments, head: this.head, keyVersion: version };
    const told = this.lie ? this.lie(page, after) : page;
    if (told === null) throw new Refuse('not-found');
    return told;
  }

  async #append(device: Id, segment: AppendListSegment): Promise<{ count: number }> {
    const { version } = this.#keysFor(device);
    // Two requests are never in the same moment: whoever comes first is served first.
    const isStored = isDeepStrictEqual(this.segments[segment.number], segment);
    if (!isStored) {
      const digest = await this.#digestOf(segment);
      if (segment.number !== this.head.count || segment.previous !== this.head.digest)
        throw new Refuse('list-conflict', { head: this.head });
      if (segment.keyVersion !== version) throw new Refuse('list-key-replaced', { current: version });
      this.segments.push(segment);
      this.heads.push({ count: segment.number + 1, digest });
    }
    this.#answer();
    return { count: segment.number + 1 };
  }

  /** As the account's owner finds it. */
  async #digestOf(segment: AppendListSegment): Promise<string | null> {
    const set = this.keySets[segment.keyVersion - 1];
    if (!set) throw new Error('no keys of this version');
    const { chain, keyring } = this.account;
    const keys = await openListKeys({ set, chain, as: { keyring } });
    const from = { count: segment.number, digest: segment.previous };
    return (await followList({ chain, keys, from, segments: [segment] })).head.digest;
  }

  #put(set: ListKeySet): { version: number } {
    const current = this.keys?.version ?? 0;
    if (!isDeepStrictEqual(this.keys, set)) {
      if (set.version !== current + 1) throw new Refuse('version-conflict', { record: set.list, current });
      if (!isDeepStrictEqual(set.head, this.head)) throw new Refuse('list-conflict', { head: this.head });
      this.keys = set;
      this.keySets.push(set);
    }
    this.#answer();
    return { version: set.version };
  }

  #answer(): void {
    if (this.lost === 0) return;
    this.lost--;
    throw new TypeError('fetch failed');
  }
}

/** What a device keeps of lists across restarts. */
export class MemoryListStore implements ListStore {
  pin: ListPin | null = null;
  loadListPin(): Promise<ListPin | null> {
    return Promise.resolve(this.pin);
  }
  saveListPin(_list: string, pin: ListPin): Promise<void> {
    this.pin = structuredClone(pin);
    return Promise.resolve();
  }
}

export interface Follower {
  keys: DeviceKeys;
  membership: Membership;
  keeper: ListKeeper<SuppressionListEntry>;
  set: SuppressionSet;
  store: MemoryListStore;
  alarms: Alarm[];
  clock: { now: number };
}

/** A device that follows the list; a `store` given makes it one that was started again, `named` is an end that was signed for. */
export async function follower(
  server: ListServer,
  keys: DeviceKeys,
  { store = new MemoryListStore(), named = null }: { store?: MemoryListStore; named?: ListHead | null } = {},
): Promise<Follower> {
  const { account } = server;
  const api = account.server(server.routesFor(keys.id)).client();
  const [alarms, clock, set] = [[] as Alarm[], { now: 1000 }, new SuppressionSet()];
  const membership = await account.membership(keys, api, alarms);
  const keeper = new ListKeeper<SuppressionListEntry>({
    api,
    membership,
    list: 'suppressions',
    store,
    bell: (alarm) => void alarms.push(alarm),
    contents: set,
    named: () => named,
    monotonic: () => clock.now,
  });
  return { keys, membership, keeper, set, store, alarms, clock };
}

/** What somebody asked for; `second` makes its time. */
export function entry(
  number: string,
  meaning: SuppressionListEntry['meaning'],
  second = 0,
): SuppressionListEntry {
  const at = new Date(Date.UTC(2026, 10, 22, 12) + 1000 * second).toISOString();
  return { number, meaning, why: `said ${meaning}`, at, source: {} };
}
