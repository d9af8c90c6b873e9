import {
  cancelBatch,
  getStateCounts,
  pause,
  pauseBatches,
  resumeBatches,
  type ApiClient,
  type RecordWriter,
} from '@smseal/client';
import { MAX_NAMED_BATCHES, type CampaignPayload, type TextState } from '@smseal/protocol';
import { EngineError } from '../engine-error.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { Opened } from '../mailbox/opened-record.ts';
import type { CampaignProgress, CampaignRow, CampaignView, CampaignWish } from './campaign-api.ts';
import type { CampaignPoster } from './campaign-poster.ts';
import { Pace } from './pace.ts';

type Counts = Partial<Record<TextState, number>>;

export interface CampaignDeskOptions {
  api: ApiClient;
  mailbox: Mailbox;
  store: MailboxStore;
  writer: RecordWriter;
  poster: CampaignPoster;
  deviceName: (id: string) => string | null;
  me: string;
  now: () => number;
  signal: AbortSignal;
}

/** Requests that stop batches, under way at once. */
const AT_ONCE = 6;
const CANCEL_LOOK_MS = 700;
/** Texts in the hands of a device that is away are stopped when it comes back, or expire. */
const CANCEL_LOOKS = 120;

/** What became of the account's texts to many, and what it wants of those under way. */
export class CampaignDesk {
  readonly #options: CampaignDeskOptions;
  readonly #paces = new Map<string, Pace>();
  readonly #stopping = new Set<string>();

  constructor(options: CampaignDeskOptions) {
    this.#options = options;
  }

  rows(): CampaignRow[] {
    return this.#options.mailbox.campaigns.all().map((record) => this.#row(record));
  }

  view(id: string): CampaignView | null {
    const { mailbox, poster, deviceName } = this.#options;
    const record = mailbox.campaigns.get(id);
    if (!record) return null;
    const { template, by, target, from, expires, segments } = record.payload;
    const row = this.#row(record);
    const told = Object.values(row.counts).reduce((sum, count) => sum + count, 0);
    return {
      ...row,
      template,
      by: deviceName(by) ?? 'a removed device',
      target: deviceName(target) ?? 'a removed device',
      from: from ?? null,
      expires,
      segments,
      missing: row.recipients - told,
      trouble: poster.trouble(id),
    };
  }

  /** As the server's clear codes say, which are ahead of the sealed reports. @throws Unreachable. */
  async progress(id: string): Promise<CampaignProgress> {
    const { payload } = this.#known(id);
    const counts: Counts = {};
    const add = (state: TextState, count: number) => (counts[state] = (counts[state] ?? 0) + count);
    const held = new Set<string>();
    let waits = 0;
    let paused = 0;
    for (const some of chunks(payload.batches.map((batch) => batch.id))) {
      const answered = await getStateCounts(this.#options.api, some, { signal: this.#options.signal });
      for (const { batch, counts: of, paused: isPaused } of answered) {
        held.add(batch);
        for (const [state, count] of Object.entries(of)) add(state as TextState, count);
        const waiting = (of.queued ?? 0) + (of.leased ?? 0);
        waits += waiting;
        if (isPaused) paused += waiting;
      }
    }
    const isCancelled = payload.wish.value === 'cancel';
    for (const { id: batch, count } of payload.batches)
      if (!held.has(batch)) add(isCancelled ? 'cancelled' : 'queued', count);
    if (isCancelled && waits > 0) void this.#stopAll(id).catch(() => undefined);
    const { rate, secondsLeft } = this.#pace(id).note(
      waits + this.#options.poster.left(id),
      performance.now(),
    );
    return { counts, paused: waits > 0 && paused === waits, rate, secondsLeft };
  }

  /** Holds it back, lets it go on, or stops it for good. @throws EngineError `campaign-over` for what was stopped. */
  async steer(id: string, wish: CampaignWish): Promise<void> {
    const { payload } = this.#known(id);
    if (payload.wish.value === 'cancel' && wish !== 'cancel')
      throw new EngineError('campaign-over', 'This was cancelled; what was stopped does not go on.');
    const { api, poster, signal } = this.#options;
    poster.want(id, wish);
    this.#paces.delete(id);
    const batches = payload.batches.map((batch) => batch.id);
    const act = wish === 'go' ? resumeBatches : pauseBatches;
    await Promise.all([this.#write(id, wish), ...chunks(batches).map((some) => act(api, some, { signal }))]);
    if (wish === 'cancel') void this.#stopAll(id).catch(() => undefined);
  }

  /**
   * Stops everything that has not left: paused first, so that devices give back what they hold, then stopped batch by batch until
   * nothing waits.
   */
  async #stopAll(id: string): Promise<void> {
    if (this.#stopping.has(id)) return;
    this.#stopping.add(id);
    const { api, poster, signal } = this.#options;
    const how = { signal, retry: 'until-aborted' as const };
    try {
      for (let looks = 0; looks < CANCEL_LOOKS; looks++) {
        const batches = this.#known(id).payload.batches.map((batch) => batch.id);
        let waits = poster.left(id);
        for (const some of chunks(batches)) {
          await pauseBatches(api, some, how);
          const waiting = (await getStateCounts(api, some, how)).filter(
            ({ counts }) => (counts.queued ?? 0) + (counts.leased ?? 0) > 0,
          );
          waits += waiting.length;
          const stop = waiting.flatMap(({ batch, counts }) => ((counts.queued ?? 0) > 0 ? [batch] : []));
          for (let at = 0; at < stop.length; at += AT_ONCE)
            await Promise.all(stop.slice(at, at + AT_ONCE).map((batch) => cancelBatch(api, batch, how)));
        }
        if (waits === 0) return;
        await pause(CANCEL_LOOK_MS, signal);
      }
    } finally {
      this.#stopping.delete(id);
    }
  }

  async #write(id: string, value: CampaignWish): Promise<void> {
    const { writer, store, me, now } = this.#options;
    const { version, payload } = this.#known(id);
    const wish = { value, at: new Date(now()).toISOString(), by: me };
    const written = await writer.write<CampaignPayload>({
      kind: 'campaign',
      id,
      known: { version, payload },
      change: (current) => {
        const stands = current ?? payload;
        return stands.wish.value === 'cancel' ? null : { ...stands, wish };
      },
    });
    if (written)
      store.written({ kind: 'campaign', id, version: written.version, author: me, payload: written.payload });
  }

  #row({ id, payload }: Opened<'campaign'>): CampaignRow {
    const { mailbox, poster } = this.#options;
    const counts: Counts = {};
    for (const batch of payload.batches) {
      const texts = mailbox.textsOf(batch.id);
      if (!texts) {
        if (payload.wish.value === 'cancel') counts.cancelled = (counts.cancelled ?? 0) + batch.count;
        continue;
      }
      for (const text of texts) {
        const state = text?.state ?? 'unknown';
        counts[state] = (counts[state] ?? 0) + 1;
      }
    }
    return {
      id,
      name: payload.name,
      at: payload.at,
      notBefore: payload.notBefore,
      recipients: payload.batches.reduce((sum, { count }) => sum + count, 0),
      counts,
      wish: payload.wish.value,
      toPost: poster.left(id),
    };
  }

  #pace(id: string): Pace {
    const known = this.#paces.get(id) ?? new Pace();
    this.#paces.set(id, known);
    return known;
  }

  #known(id: string): Opened<'campaign'> {
    const record = this.#options.mailbox.campaigns.get(id);
    if (!record) throw new EngineError('no-such-campaign', 'This is no longer here; it was deleted.');
    return record;
  }
}

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_NAMED_BATCHES) }, (_, at) =>
    ids.slice(at * MAX_NAMED_BATCHES, (at + 1) * MAX_NAMED_BATCHES),
  );
}
