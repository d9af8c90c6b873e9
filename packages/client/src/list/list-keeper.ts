import {
  MAX_LIST_ENTRIES,
  type Id,
  type ListHead,
  type ListName,
  type ListSegmentsPage,
} from '@smseal/protocol';
import {
  followList,
  openListKeys,
  requireListEnd,
  SealError,
  sealListKeys,
  sealListSegment,
  type FollowedList,
  type ListKeys,
} from '@smseal/seal';
import { alarmOf, type AlarmBell, type AlarmCode } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { Wakeable } from '../api/wakeable.ts';
import type { Membership } from '../device/membership.ts';
import { getListKeys, getListPage, postListSegment, putListKeys } from './list-api.ts';
import type { ListContents, ListPin, ListStore } from './list-store.ts';
import { isNeeded, isRenewalDue, nextFollowers, type Renewal } from './renewal.ts';
import { isOvertaken, unlessRefused } from './setbacks.ts';

export interface ListKeeperOptions<Entry> {
  api: ApiClient;
  membership: Membership;
  list: ListName;
  store: ListStore;
  bell: AlarmBell;
  /** Where entries go. */
  contents: ListContents<Entry>;
  /** An end that somebody signed for elsewhere: the list is there, and no shorter. Null where nobody did. */
  named?: () => ListHead | null;
  /** A clock that is never set back, ms. */
  monotonic?: () => number;
}

const EMPTY: ListHead = { count: 0, digest: null };
const POLL_MS = 30_000;
/** How often a turn is tried against others who write at the same moment, or whose answers do not fit together. */
const MOST_TURNS = 20;

/**
 * A list as one device follows it: verified from its beginning, held to the most that was ever seen of it, and appended to.
 * A shorter or another list is refused with an alarm, and the device goes on with what it knew.
 */
export class ListKeeper<Entry> {
  readonly #options: ListKeeperOptions<Entry>;
  readonly #wakeable = new Wakeable();
  /** What counts here and is not known to be in the list. */
  readonly #appending = new Set<readonly Entry[]>();
  /** Of these, what could not be appended. */
  #left: (readonly Entry[])[] = [];
  #pin: ListPin | null = null;
  #keys: ListKeys | null = null;
  #head = EMPTY;
  #provenAt: number | null = null;
  #rung = '';
  #running: Promise<void> = Promise.resolve();

  constructor(options: ListKeeperOptions<Entry>) {
    this.#options = options;
  }

  /** Segments that were verified and taken. */
  get count(): number {
    return this.#head.count;
  }

  /** Where the list ends, as far as it was taken; null while this device has seen none. */
  get end(): ListHead | null {
    return this.#keys === null ? null : this.#head;
  }

  /** Gateways that follow the list, as far as known. */
  get followers(): readonly Id[] {
    return this.#keys?.gateways ?? [];
  }

  /**
   * ms since the server was last asked and showed the list to end where this device has read to; null when it never did.
   * A server that holds the newest segments back from everybody is not noticed by it.
   */
  proofAge(): number | null {
    return this.#provenAt === null ? null : this.#now() - this.#provenAt;
  }

  /** The list may have grown. */
  wake(): void {
    this.#wakeable.wake();
  }

  /**
   * Reads at once, whenever it is woken, and every 30 s, for as long as the signal lets it; outages are waited out. A device
   * that configures renews the list's key on the way when somebody who holds it is gone. What could not be appended before
   * is tried again.
   * @throws NotAMember; CodedError `unauthenticated`; the signal's reason.
   */
  async run(signal: AbortSignal): Promise<void> {
    const how: How = { signal, retry: 'until-aborted' };
    for (;;) {
      await this.catchUp(how).catch(unlessRefused);
      if (this.#mayRenew() && this.#keys && isRenewalDue(this.#options.membership.chain, this.#keys))
        await this.renew(how).catch(unlessRefused);
      for (const entries of this.#left.splice(0)) await this.#send(entries, how).catch(unlessRefused);
      await this.#wakeable.nap(POLL_MS, signal);
    }
  }

  /**
   * Reads what there is now.
   * @throws SealError when the server's answer is refused (an alarm was rung); CodedError `forbidden` for a gateway that does
   *   not follow the list; NotAMember, Unreachable.
   */
  catchUp(how: How = {}): Promise<void> {
    return this.#inTurn(() => this.#catchUp(how));
  }

  /**
   * Appends entries: they count at once on this device, and for everybody when it resolves. Others who append at the same
   * time are waited for; nothing is lost, and nothing is appended out of turn. What it rejects for is tried again by
   * {@link run}, for as long as this keeper lives.
   * @throws TypeError for an entry that is none; as {@link catchUp}.
   */
  append(entries: readonly Entry[], how: How = {}): Promise<void> {
    const { contents } = this.#options;
    if (!entries.every((entry) => contents.accepts(entry))) throw new TypeError('not an entry of the list');
    for (const entry of entries) contents.take(entry);
    this.#appending.add(entries);
    return this.#send(entries, how);
  }

  /**
   * Lets a live gateway follow the list, which begins with it. Nothing changes where it does so already.
   * @throws SealError `not-permitted` without `configure` or for another device; as {@link catchUp}.
   */
  grant(gateway: Id, how: How = {}): Promise<void> {
    return this.#inTurn(() => this.#renew({ add: gateway, begins: true }, how));
  }

  /**
   * Ends a gateway's following; to be done before the gateway is removed, so that nothing of what it said before is in doubt
   * and it says nothing more. @throws as {@link grant}.
   */
  revoke(gateway: Id, how: How = {}): Promise<void> {
    return this.#inTurn(() => this.#renew({ drop: gateway, begins: false }, how));
  }

  /** Gives the list a new key where somebody who holds the present one is gone. @throws as {@link grant}. */
  renew(how: How = {}): Promise<void> {
    return this.#inTurn(() => this.#renew({ begins: false }, how));
  }

  async #send(entries: readonly Entry[], how: How): Promise<void> {
    try {
      await this.#inTurn(() => this.#appendAll(entries, how));
      this.#appending.delete(entries);
    } catch (error) {
      this.#left.push(entries);
      throw error;
    }
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const next = this.#running.catch(() => undefined).then(act);
    this.#running = next;
    return next;
  }

  #now(): number {
    return (this.#options.monotonic ?? (() => performance.now()))();
  }

  get #named(): ListHead | null {
    return this.#options.named?.() ?? null;
  }

  #mayRenew(): boolean {
    const { chain, identity } = this.#options.membership;
    return chain.may(identity.keys.id, 'configure') && chain.may(identity.keys.id, 'read');
  }

  async #catchUp(how: How, settling = false): Promise<void> {
    const { store, list } = this.#options;
    this.#pin ??= await store.loadListPin(list);
    try {
      await this.#follow(how, settling);
      this.#rung = '';
    } catch (error) {
      if (error instanceof SealError) this.#refused(error);
      throw error;
    }
  }

  async #follow(how: How, settling: boolean): Promise<void> {
    const { api, list } = this.#options;
    for (let stale = 0; stale < MOST_TURNS;) {
      const asked = this.#now();
      const page = await getListPage(api, { list, after: this.#head.count }, how);
      if (page === null) return this.#nothing();
      if (page.segments.length > 0 || page.keyVersion !== this.#keys?.version)
        await this.#lookAround(page, how);
      if (this.#keys?.version !== page.keyVersion) {
        // The key has changed since the page was read.
        stale++;
        continue;
      }
      await this.#take(page, this.#keys, settling);
      if (this.#head.count < page.head.count) continue;
      this.#provenAt = asked;
      return;
    }
    throw new SealError('list-broken', 'keys and segments of a list do not fit together');
  }

  /** There is no list: an honest answer only to who has never seen it, nor heard of it from somebody to be trusted. */
  #nothing(): void {
    if (this.#pin !== null || this.#head.count > 0 || this.#named !== null)
      throw new SealError('list-shorter', 'a list that was seen or signed for before is gone');
  }

  /** Authors may be newer than the chain as known, or removed since; and the key may be another. */
  async #lookAround(page: ListSegmentsPage, how: How): Promise<void> {
    const { api, membership, list } = this.#options;
    await membership.refresh(how);
    if (page.keyVersion === this.#keys?.version) return;
    const set = await getListKeys(api, list, how);
    if (set === null) return this.#nothing();
    const { chain, keyring, identity } = membership;
    const as = chain.may(identity.keys.id, 'read') ? { keyring } : { device: identity.keys };
    this.#keys = await openListKeys({ set, chain, as, seen: this.#keys ?? this.#pin?.keys ?? null });
  }

  async #take(page: ListSegmentsPage, keys: ListKeys, settling: boolean): Promise<void> {
    const { chain } = this.#options.membership;
    const pin = this.#pin?.head ?? null;
    const named = this.#named;
    requireListEnd(page.head, [keys.head, this.#head, ...(pin ? [pin] : []), ...(named ? [named] : [])]);
    const { segments } = page;
    const followed = await followList({ chain, keys, from: this.#head, segments, pin, settling });
    if (segments.length === 0 && page.head.count > this.#head.count)
      throw new SealError('list-broken', 'segments of a list are held back');
    this.#takeEntries(followed);
    await this.#advance(followed.head, keys);
  }

  #takeEntries({ segments }: FollowedList): void {
    const { contents } = this.#options;
    for (const segment of segments) {
      let refused = 'refused' in segment;
      for (const entry of 'entries' in segment ? segment.entries : [])
        if (contents.accepts(entry)) contents.take(entry);
        else refused = true;
      if (refused) this.#ring('list-entry-refused', `segment ${segment.number}`);
    }
  }

  /** Takes a new end, and pins what is further than what was pinned. */
  async #advance(head: ListHead, keys: ListKeys): Promise<void> {
    const { store, list } = this.#options;
    this.#head = head;
    const pinned = this.#pin;
    const further = pinned === null || head.count > pinned.head.count ? head : pinned.head;
    if (pinned?.keys.version === keys.version && further === pinned.head) return;
    const pin = { keys: { version: keys.version, digest: keys.digest }, head: further };
    await store.saveListPin(list, pin);
    this.#pin = pin;
  }

  async #appendAll(entries: readonly Entry[], how: How): Promise<void> {
    if (this.#keys === null) await this.#catchUp(how);
    if (this.#keys === null) await this.#renew({ begins: true }, how);
    for (let at = 0; at < entries.length; at += MAX_LIST_ENTRIES)
      await this.#appendOne(entries.slice(at, at + MAX_LIST_ENTRIES), how);
  }

  async #appendOne(entries: readonly Entry[], how: How): Promise<void> {
    const { api, membership } = this.#options;
    const by = membership.identity.keys;
    for (;;) {
      const keys = this.#keys;
      if (keys === null) throw new SealError('wrong-key', 'a list that nobody has begun');
      const sealed = await sealListSegment({ chain: membership.chain, by, keys, after: this.#head, entries });
      try {
        await postListSegment(api, sealed.segment, how);
        return await this.#advance(sealed.head, keys);
      } catch (error) {
        if (!isOvertaken(error)) throw error;
      }
      await this.#catchUp(how);
    }
  }

  async #renew(renewal: Renewal, how: How): Promise<void> {
    const { api, membership, list } = this.#options;
    const by = membership.identity.keys;
    for (let turn = 1; ; turn++) {
      await membership.refresh(how);
      await this.#catchUp(how, this.#mayRenew());
      const { chain, keyring } = membership;
      const before = this.#keys;
      if (!isNeeded(chain, before, renewal)) return;
      const gateways = nextFollowers(chain, before, renewal);
      const set = await sealListKeys({ chain, by, list, before, head: this.#head, gateways });
      try {
        await putListKeys(api, set, how);
        this.#keys = await openListKeys({ set, chain, as: { keyring }, seen: before });
        return await this.#advance(this.#head, this.#keys);
      } catch (error) {
        if (!isOvertaken(error) || turn === MOST_TURNS) throw error;
      }
    }
  }

  /**
   * An author that is gone is no lie of the server's, and is settled when the list gets its next key. What was read on the
   * way to an end that was seen before, or signed, is else not known to lead there: it is forgotten.
   */
  #refused(error: SealError): void {
    if (error.code === 'removed-device') return;
    const known = error.code === 'list-shorter' || error.code === 'list-forked';
    this.#ring(known ? error.code : 'list-refused', error);
    const settled = Math.max(this.#pin?.head.count ?? 0, this.#keys?.head.count ?? 0);
    if (this.#head.count >= settled) return;
    const { contents } = this.#options;
    contents.clear();
    for (const entries of this.#appending) for (const entry of entries) contents.take(entry);
    this.#head = EMPTY;
    this.#provenAt = null;
  }

  /** Each refusal rings once for as long as the server insists on it. */
  #ring(code: Extract<AlarmCode, `list-${string}`>, cause: SealError | string): void {
    const { bell, api } = this.#options;
    const alarm = alarmOf(code, api.clock.own(), cause);
    const rung = `${code} ${alarm.detail}`;
    if (rung !== this.#rung) bell(alarm);
    this.#rung = rung;
  }
}
