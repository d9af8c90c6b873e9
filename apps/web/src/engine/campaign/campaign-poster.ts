import {
  listRecordIds,
  pause,
  pauseBatches,
  postRequests,
  type ApiClient,
  type Membership,
} from '@smseal/client';
import { CodedError, MAX_POSTED_BATCHES, type BatchContent, type PostBatch } from '@smseal/protocol';
import { openBatch, SealError } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import { KEYS_CHANGED, type SealTarget } from '../gateway/seal-target.ts';
import { asStored } from '../outbox/as-stored.ts';
import { sealTexts } from '../outbox/seal-texts.ts';
import type { Kept, Unposted } from '../outbox/unposted.ts';
import type { CampaignWish } from './campaign-api.ts';
import type { CampaignBook } from './campaign-book.ts';

export interface CampaignPosterOptions {
  api: ApiClient;
  membership: Membership;
  sealTo: SealTarget;
  store: MailboxStore;
  unposted: Unposted;
  book: CampaignBook;
  /** How much is still to be handed in has changed. */
  tell: () => void;
  signal: AbortSignal;
}

/** Of one request, in characters of envelopes: the server takes 8 MiB. */
const LIMIT = { batches: MAX_POSTED_BATCHES, octets: 5_000_000 };
/** A record that an earlier tab had just sent off may still be on its way into the database. */
const IN_FLIGHT_MS = 120_000;
/** How often a paused one looks whether it may go on. */
const LOOK_MS = 500;

/**
 * Hands the batches of texts to many in, each once: the record that names them is there first, the same octets go again after
 * a crash or a lost answer, and a batch that has to be sealed anew keeps its id, so that the server takes one of the two. Obeys
 * what the account wants meanwhile, whichever of its browsers says it.
 */
export class CampaignPoster {
  readonly #options: CampaignPosterOptions;
  /** Texts that are still to be handed in, by campaign. */
  readonly #left = new Map<string, number>();
  readonly #wishes = new Map<string, CampaignWish>();
  readonly #troubles = new Map<string, string>();

  constructor(options: CampaignPosterOptions) {
    this.#options = options;
  }

  /** Texts that are still to be handed in by this browser. */
  left(campaign: string): number {
    return this.#left.get(campaign) ?? 0;
  }

  /** Why the server refused some of a campaign's batches, as far as this session knows. */
  trouble(campaign: string): string | null {
    return this.#troubles.get(campaign) ?? null;
  }

  /** What is wanted of a campaign from now on, before its record says so. */
  want(campaign: string, wish: CampaignWish): void {
    this.#wishes.set(campaign, wish);
  }

  /** Begins to hand in what is kept of a campaign whose record is there. @param texts how many are left. */
  start(campaign: string, texts: number): void {
    this.#left.set(campaign, texts);
    void this.#post(campaign).catch(reportUnlessOver(this.#options.signal));
  }

  /** Counts what an earlier tab could not hand in. */
  async look(): Promise<void> {
    for (const campaign of await this.#options.unposted.campaigns())
      this.#left.set(campaign, countTexts(await this.#all(campaign)));
  }

  /** Goes on with what {@link look} has found. What never got a record was never begun, and goes. */
  async resume(): Promise<void> {
    const campaigns = [...this.#left.keys()];
    if (campaigns.length === 0) return;
    for (const campaign of campaigns) await this.#holdAgain(campaign);
    void this.#resumeKnown(campaigns).catch(reportUnlessOver(this.#options.signal));
  }

  async #resumeKnown(campaigns: readonly string[]): Promise<void> {
    const { unposted, signal } = this.#options;
    const known = await this.#recorded(campaigns);
    for (const campaign of known) this.start(campaign, this.left(campaign));
    const others = campaigns.filter((campaign) => !known.has(campaign));
    if (others.length === 0) return;
    await pause(IN_FLIGHT_MS, signal);
    const late = await this.#recorded(others);
    for (const campaign of late) this.start(campaign, this.left(campaign));
    for (const campaign of others) {
      if (late.has(campaign)) continue;
      this.#left.delete(campaign);
      await unposted.dropAll(campaign);
    }
  }

  /** Those of the campaigns that have a record, here or on the server. */
  async #recorded(campaigns: readonly string[]): Promise<Set<string>> {
    const { api, book, signal } = this.#options;
    const known = new Set(campaigns.filter((campaign) => book.get(campaign)));
    for (let after: string | null = ''; after !== null && known.size < campaigns.length;) {
      const page = { kind: 'campaign' as const, ...(after === '' ? {} : { after }) };
      const { ids, next } = await listRecordIds(api, page, { signal, retry: 'until-aborted' });
      for (const { id } of ids) if (campaigns.includes(id)) known.add(id);
      after = next;
    }
    return known;
  }

  /** Shows what is kept, as it was shown before the tab was closed. */
  async #holdAgain(campaign: string): Promise<void> {
    const { store, book } = this.#options;
    if (!book.get(campaign)) return;
    for (const { batch } of await this.#all(campaign)) {
      const content = await this.#open(batch);
      if (content !== null) await store.hold(asStored(batch), content);
    }
  }

  async #post(campaign: string): Promise<void> {
    const { unposted, signal } = this.#options;
    for (;;) {
      const wish = this.#wish(campaign);
      if (wish === 'cancel') return this.#giveUp(campaign);
      const kept = wish === 'go' ? await unposted.next(campaign, LIMIT) : [];
      if (wish === 'go' && kept.length === 0) break;
      if (wish === 'go') await this.#handIn(campaign, kept);
      else await pause(LOOK_MS, signal);
    }
    this.#left.delete(campaign);
    this.#options.tell();
  }

  /** Until the record is here nobody of this browser can have wanted anything else. */
  #wish(campaign: string): CampaignWish {
    const said = this.#options.book.get(campaign)?.payload.wish.value;
    const own = this.#wishes.get(campaign);
    return said === 'cancel' ? said : (own ?? said ?? 'go');
  }

  async #handIn(campaign: string, kept: readonly Kept[]): Promise<void> {
    const { api, unposted, signal, tell } = this.#options;
    const batches = kept.map(({ batch }) => batch);
    try {
      await postRequests(api, { batches, claims: [], lease: false }, { signal, retry: 'until-aborted' });
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      // Of several only one may be at fault.
      if (kept.length > 1) {
        for (const one of kept) await this.#handIn(campaign, [one]);
        return;
      }
      const [one] = kept;
      if (one && (await this.#isStill(campaign, one, error))) return;
    }
    // Somebody may have paused it while they were on their way.
    if (this.#wish(campaign) === 'pause')
      await pauseBatches(
        api,
        batches.map(({ id }) => id),
        { signal, retry: 'until-aborted' },
      );
    this.#left.set(campaign, Math.max(0, this.left(campaign) - countTexts(kept)));
    await unposted.dropAll(
      campaign,
      kept.map(({ place }) => place),
    );
    tell();
  }

  /** What to do about a refusal. @returns true when the batch was sealed anew and is still to be handed in. */
  async #isStill(campaign: string, { place, batch }: Kept, error: CodedError): Promise<boolean> {
    const { store, unposted } = this.#options;
    // It had been taken under its former seal, and the answer was lost.
    if (error.code === 'batch-conflict') return false;
    try {
      const again = KEYS_CHANGED.has(error.code) ? await this.#sealAnew(batch) : null;
      if (again !== null) await unposted.replace(campaign, place, again);
      if (again !== null) return true;
    } catch (failure) {
      if (!(failure instanceof SealError || failure instanceof EngineError)) throw failure;
    }
    this.#troubles.set(campaign, error.message);
    store.refuseBatch(batch.id, error.message);
    return false;
  }

  /** The same texts under the keys that hold now, and under the same id; null where they do not open. */
  async #sealAnew(batch: PostBatch): Promise<PostBatch | null> {
    const { membership, sealTo } = this.#options;
    const content = await this.#open(batch);
    if (content === null) return null;
    await membership.refresh();
    sealTo.forget(batch.target);
    const { id, target, priority, notBefore, expires } = batch;
    return sealTexts({ membership, sealTo }, { id, target, priority, notBefore, expires, content });
  }

  async #giveUp(campaign: string): Promise<void> {
    const { store, unposted, tell } = this.#options;
    const kept = await unposted.next(campaign, { batches: Infinity, octets: Infinity });
    for (const { batch } of kept)
      store.refuseBatch(batch.id, 'Cancelled before it was handed in.', 'cancelled');
    await unposted.dropAll(campaign);
    this.#left.delete(campaign);
    tell();
  }

  #all(campaign: string): Promise<Kept[]> {
    return this.#options.unposted.next(campaign, { batches: Infinity, octets: Infinity });
  }

  async #open(batch: PostBatch): Promise<BatchContent | null> {
    const { chain, keyring } = this.#options.membership;
    const opened = await openBatch({ batch, chain, as: { keyring } }).catch(() => null);
    return opened?.content ?? null;
  }
}

function countTexts(kept: readonly Kept[]): number {
  return kept.reduce((sum, { batch }) => sum + batch.count, 0);
}

function reportUnlessOver(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) reportError(error);
  };
}
