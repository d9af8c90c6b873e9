import type { ApiClient, Membership, RecordWriter } from '@smseal/client';
import { MAX_BATCH_TEXTS, type BatchText, type CampaignPayload, type PostBatch } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import type { SealTarget } from '../gateway/seal-target.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import { nextTask } from '../next-task.ts';
import { asStored } from '../outbox/as-stored.ts';
import { newContent, sealTexts } from '../outbox/seal-texts.ts';
import type { Unposted } from '../outbox/unposted.ts';
import type { CampaignResult, Dispatch, ResultQuery } from './campaign-api.ts';
import { CampaignDesk } from './campaign-desk.ts';
import { CampaignPoster } from './campaign-poster.ts';
import { campaignReport, campaignResults } from './campaign-results.ts';
import { DraftingDesk, type DraftingDeskOptions } from './drafting-desk.ts';
import { maySend } from './word-texts.ts';

export interface CampaignActsOptions extends DraftingDeskOptions {
  api: ApiClient;
  membership: Membership;
  sealTo: SealTarget;
  mailbox: Mailbox;
  store: MailboxStore;
  unposted: Unposted;
  writer: RecordWriter;
  conversationOf: (parties: readonly string[]) => Promise<string>;
  tell: () => void;
  signal: AbortSignal;
}

/** Below one-time codes and people who write. */
const PRIORITY = 9;
const HOUR_MS = 3_600_000;
/** Texts worded before others have their turn. */
const TURN = 500;

/** Texts to many: drafting, sending, watching. Loaded when it is first asked for. */
export class CampaignActs {
  readonly drafting: DraftingDesk;
  readonly desk: CampaignDesk;
  readonly poster: CampaignPoster;
  readonly #options: CampaignActsOptions;

  constructor(options: CampaignActsOptions) {
    this.#options = options;
    const { api, membership, sealTo, mailbox, store, unposted, writer, tell, signal } = options;
    const deviceName = (id: string) => membership.chain.device(id)?.name ?? null;
    this.drafting = new DraftingDesk(options);
    this.poster = new CampaignPoster({
      api,
      membership,
      sealTo,
      store,
      unposted,
      book: mailbox.campaigns,
      tell,
      signal,
    });
    this.desk = new CampaignDesk({
      api,
      mailbox,
      store,
      writer,
      poster: this.poster,
      deviceName,
      me: membership.identity.keys.id,
      now: () => api.clock.corrected(),
      signal,
    });
  }

  /**
   * Seals all texts and keeps them with their ids; then writes the record that names them, with which the campaign has begun; then
   * hands them in. A crash before the record leaves nothing, one after it leaves everything.
   * @returns the campaign's id. @throws EngineError `no-recipient`, `draft-lost`, `bad-time`.
   */
  async send(draft: string, dispatch: Dispatch): Promise<string> {
    const { membership, store, unposted, writer } = this.#options;
    const { texts, segments } = await this.#texts(draft, dispatch);
    const id = randomId();
    const { batches, notBefore, expires } = await this.#seal(texts, dispatch);
    await unposted.keepAll(
      id,
      batches.map(({ batch }) => batch),
    );
    const me = membership.identity.keys.id;
    const at = newContent(this.#options.api, []).createdAt;
    const payload: CampaignPayload = {
      v: 1,
      name: dispatch.name,
      template: dispatch.text,
      at,
      by: me,
      target: dispatch.target,
      ...(dispatch.from === null ? {} : { from: dispatch.from }),
      notBefore,
      expires,
      batches: batches.map(({ batch }) => ({ id: batch.id, count: batch.count })),
      segments,
      wish: { value: 'go', at, by: me },
    };
    // Without an answer nobody knows whether it is there; it is asked for until somebody does.
    const how = { signal: this.#options.signal, retry: 'until-aborted' as const };
    const change = { kind: 'campaign' as const, id, known: null, change: () => payload };
    const written = await writer.write<CampaignPayload>(change, how).catch(async (error: unknown) => {
      if (!this.#options.signal.aborted) await unposted.dropAll(id);
      throw error;
    });
    store.written({ kind: 'campaign', id, version: written?.version ?? 1, author: me, payload });
    for (const { batch, content } of batches) {
      await store.hold(asStored(batch), content);
      await nextTask();
    }
    this.poster.start(id, texts.length);
    this.drafting.close(draft);
    return id;
  }

  results(id: string, query: ResultQuery): Promise<{ total: number; rows: CampaignResult[] }> {
    const payload = this.#options.mailbox.campaigns.get(id)?.payload;
    if (!payload) return Promise.resolve({ total: 0, rows: [] });
    return campaignResults(payload, query, this.#options);
  }

  report(id: string): { blob: Blob; name: string } {
    const payload = this.#options.mailbox.campaigns.get(id)?.payload;
    if (!payload) throw new EngineError('no-such-campaign', 'This is no longer here; it was deleted.');
    const name = payload.name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim() || 'results';
    return { blob: campaignReport(payload, this.#options.mailbox), name: `${name}.csv` };
  }

  /** What a test says: the text of one recipient. @throws EngineError `no-text`. */
  async testText(draft: string, dispatch: Dispatch, index: number): Promise<string> {
    const writer = await this.drafting.writer(draft, dispatch);
    return writer.write(index).text;
  }

  async #texts(draft: string, dispatch: Dispatch): Promise<{ texts: BatchText[]; segments: number }> {
    const { numbers } = this.drafting.list(draft);
    const writer = await this.drafting.writer(draft, dispatch);
    const texts: BatchText[] = [];
    let segments = 0;
    for (const [index, number] of numbers.entries()) {
      if (index % TURN === TURN - 1) await nextTask();
      const worded = writer.write(index);
      if (!maySend(worded)) continue;
      const from = dispatch.from === null ? {} : { from: dispatch.from };
      texts.push({ to: [number], text: worded.text, simSlot: dispatch.simSlot, ...from });
      segments += worded.count.segments;
    }
    if (texts.length === 0)
      throw new EngineError(
        'no-recipient',
        'Nobody would get a text; choose another list, or write something.',
      );
    return { texts, segments };
  }

  async #seal(texts: readonly BatchText[], { target, notBefore, hours }: Dispatch) {
    const { api, membership, sealTo } = this.#options;
    const now = api.clock.later();
    const begin = notBefore === null ? now : Date.parse(notBefore);
    if (Number.isNaN(begin) || begin < now - HOUR_MS)
      throw new EngineError('bad-time', 'That time is over; choose a later one, or send now.');
    const life = {
      notBefore: notBefore === null ? null : new Date(begin).toISOString(),
      expires: new Date(begin + hours * HOUR_MS).toISOString(),
    };
    const batches: { batch: PostBatch; content: ReturnType<typeof newContent> }[] = [];
    for (let at = 0; at < texts.length; at += MAX_BATCH_TEXTS) {
      const content = newContent(api, texts.slice(at, at + MAX_BATCH_TEXTS));
      batches.push({
        content,
        batch: await sealTexts({ membership, sealTo }, { content, target, priority: PRIORITY, ...life }),
      });
      await nextTask();
    }
    return { batches, ...life };
  }
}
