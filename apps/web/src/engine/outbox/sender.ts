import { cancelBatch, pause, postBatch, type ApiClient, type Membership } from '@smseal/client';
import { CodedError, type BatchContent, type BatchText, type PostBatch } from '@smseal/protocol';
import { openBatch } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import { KEYS_CHANGED, type SealTarget } from '../gateway/seal-target.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import { asStored } from './as-stored.ts';
import { newContent, sealTexts } from './seal-texts.ts';
import type { Unposted } from './unposted.ts';

/** People who write wait for an answer: above campaigns, below one-time codes. */
const PRIORITY = 5;
/** A text that has not left after a day would surprise. */
const EXPIRES_MS = 24 * 60 * 60 * 1000;

/** A batch on its way to the server. */
interface Posting {
  batch: PostBatch;
  content: BatchContent;
  stop: AbortController;
  /** Resolves when nothing of it is in flight any more. */
  over: Promise<void>;
}

export interface SenderOptions {
  api: ApiClient;
  membership: Membership;
  store: MailboxStore;
  unposted: Unposted;
  sealTo: SealTarget;
  signal: AbortSignal;
}

/**
 * Sends texts: sealed to the sending device, kept here until the server has taken them, shown as queued from the first moment. The
 * batch's id makes posting it again harmless.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #posting = new Map<string, Posting>();

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Seals one text and begins to post it. Resolves once it would survive this tab. @returns the item's id. */
  async send(text: BatchText, target: string): Promise<string> {
    const { api, store, unposted } = this.#options;
    const content = newContent(api, [text]);
    const batch = await this.#seal(content, target);
    await unposted.keep(batch);
    await store.hold(asStored(batch), content);
    this.#post(batch, content);
    return `${batch.id}:0`;
  }

  /** Goes on with what an earlier tab could not post. */
  async resume(): Promise<void> {
    const { membership, store, unposted } = this.#options;
    for (const batch of await unposted.all()) {
      const { chain, keyring } = membership;
      const opened = await openBatch({ batch, chain, as: { keyring } }).catch(() => null);
      if (opened === null) {
        await unposted.drop(batch.id);
        continue;
      }
      await store.hold(asStored(batch), opened.content);
      this.#post(batch, opened.content);
    }
  }

  /** Stops what no phone has taken yet. @throws EngineError `too-late`; Unreachable, and the text goes on waiting. */
  async cancel(id: string): Promise<void> {
    const { store, unposted } = this.#options;
    const posting = this.#posting.get(id);
    if (posting) {
      posting.stop.abort();
      await posting.over;
    }
    try {
      if (await this.#cancelled(id, posting !== undefined)) return;
      await unposted.drop(id);
      store.forgetBatch(id);
    } catch (error) {
      if (posting) this.#post(posting.batch, posting.content);
      if (!(error instanceof CodedError) || error.code !== 'forbidden-transition') throw error;
      const sentence = 'The phone has taken this text already; it cannot be stopped any more.';
      throw new EngineError('too-late', sentence);
    }
  }

  /** False when the server does not have the batch. One that was just being posted may still be on its way into the database. */
  async #cancelled(id: string, wasPosting: boolean): Promise<boolean> {
    for (let tries = wasPosting ? 4 : 1; tries > 0; tries--) {
      try {
        await cancelBatch(this.#options.api, id);
        return true;
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== 'not-found') throw error;
        if (tries > 1) await pause(400, this.#options.signal);
      }
    }
    return false;
  }

  #post(batch: PostBatch, content: BatchContent): void {
    const stop = new AbortController();
    const over = this.#postUntil(stop.signal, batch, content).finally(() => this.#posting.delete(batch.id));
    this.#posting.set(batch.id, { batch, content, stop, over });
  }

  async #postUntil(stopped: AbortSignal, batch: PostBatch, content: BatchContent): Promise<void> {
    const { api, signal, store, unposted } = this.#options;
    try {
      await postBatch(api, batch, { retry: 'until-aborted', signal: AbortSignal.any([signal, stopped]) });
      await unposted.drop(batch.id);
    } catch (error) {
      if (signal.aborted || stopped.aborted) return;
      await unposted.drop(batch.id);
      if (error instanceof CodedError && KEYS_CHANGED.has(error.code)) await this.#sealAnew(batch, content);
      else store.refuseBatch(batch.id, error instanceof Error ? error.message : String(error));
    }
  }

  /** A device was added or removed meanwhile, or the day is over: nothing was taken, so the same text goes out under new keys. */
  async #sealAnew(batch: PostBatch, content: BatchContent): Promise<void> {
    const { membership, sealTo, store, unposted } = this.#options;
    try {
      await membership.refresh();
      sealTo.forget(batch.target);
      const again = await this.#seal(content, batch.target);
      await unposted.keep(again);
      store.forgetBatch(batch.id);
      await store.hold(asStored(again), content);
      this.#post(again, content);
    } catch (error) {
      store.refuseBatch(batch.id, error instanceof Error ? error.message : String(error));
    }
  }

  #seal(content: BatchContent, target: string): Promise<PostBatch> {
    const { api, membership, sealTo } = this.#options;
    return sealTexts(
      { membership, sealTo },
      {
        target,
        content,
        priority: PRIORITY,
        notBefore: null,
        expires: new Date(api.clock.later() + EXPIRES_MS).toISOString(),
      },
    );
  }
}
