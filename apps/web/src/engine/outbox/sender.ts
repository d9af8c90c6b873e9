import { cancelBatch, postBatch, type ApiClient, type Membership } from '@smseal/client';
import {
  CodedError,
  type BatchContent,
  type BatchStored,
  type BatchText,
  type PostBatch,
} from '@smseal/protocol';
import { openBatch, sealBatch } from '@smseal/seal';
import { EngineError } from '../engine-error.ts';
import type { MailboxStore } from '../mailbox/mailbox-store.ts';
import type { Unposted } from './unposted.ts';

/** People who write wait for an answer: above campaigns, below one-time codes. */
const PRIORITY = 5;
/** A text that has not left after a day would surprise. */
const EXPIRES_MS = 24 * 60 * 60 * 1000;

export interface SenderOptions {
  api: ApiClient;
  membership: Membership;
  store: MailboxStore;
  unposted: Unposted;
  signal: AbortSignal;
}

/**
 * Sends texts: sealed to the phone, kept here until the server has taken them, shown as queued from the first moment. The
 * batch's id makes posting it again harmless.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #posting = new Map<string, AbortController>();

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Seals one text and begins to post it. Resolves once it would survive this tab. @returns the item's id. */
  async send(text: BatchText, target: string): Promise<string> {
    const { api, store, unposted } = this.#options;
    const content: BatchContent = {
      v: 1,
      createdAt: new Date(api.clock.corrected()).toISOString(),
      texts: [text],
    };
    const batch = await this.#seal(content, target);
    await unposted.keep(batch);
    await store.hold(asStored(batch), content);
    void this.#post(batch, content);
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
      void this.#post(batch, opened.content);
    }
  }

  /** Stops what has not left the server. @throws EngineError `too-late` when it is on its way already. */
  async cancel(batch: string): Promise<void> {
    const { api, store, unposted } = this.#options;
    const posting = this.#posting.get(batch);
    if (posting) {
      posting.abort();
      await unposted.drop(batch);
      store.forgetBatch(batch);
    }
    try {
      await cancelBatch(api, batch);
    } catch (error) {
      if (posting && error instanceof CodedError && error.code === 'not-found') return;
      if (!(error instanceof CodedError) || error.code !== 'forbidden-transition') throw error;
      throw new EngineError(
        'too-late',
        'The phone has taken this text already; it cannot be stopped any more.',
      );
    }
  }

  async #post(batch: PostBatch, content: BatchContent): Promise<void> {
    const { api, signal, store, unposted } = this.#options;
    const stop = new AbortController();
    this.#posting.set(batch.id, stop);
    try {
      await postBatch(api, batch, {
        retry: 'until-aborted',
        signal: AbortSignal.any([signal, stop.signal]),
      });
      await unposted.drop(batch.id);
    } catch (error) {
      if (signal.aborted || stop.signal.aborted) return;
      await unposted.drop(batch.id);
      if (error instanceof CodedError && error.code === 'wrong-epoch') await this.#sealAnew(batch, content);
      else store.refuseBatch(batch.id, error instanceof Error ? error.message : String(error));
    } finally {
      this.#posting.delete(batch.id);
    }
  }

  /** A device was added or removed meanwhile: nothing was taken, so the same text goes out under the new epoch. */
  async #sealAnew(batch: PostBatch, content: BatchContent): Promise<void> {
    const { membership, store, unposted } = this.#options;
    try {
      await membership.refresh();
      const again = await this.#seal(content, batch.target);
      await unposted.keep(again);
      store.forgetBatch(batch.id);
      await store.hold(asStored(again), content);
      void this.#post(again, content);
    } catch (error) {
      store.refuseBatch(batch.id, error instanceof Error ? error.message : String(error));
    }
  }

  #seal(content: BatchContent, target: string): Promise<PostBatch> {
    const { api, membership } = this.#options;
    return sealBatch({
      chain: membership.chain,
      keyring: membership.keyring,
      by: membership.identity.keys,
      target,
      content,
      priority: PRIORITY,
      notBefore: null,
      expires: new Date(api.clock.later() + EXPIRES_MS).toISOString(),
    });
  }
}

/** The batch as readers will get it, before the server has it. */
function asStored(batch: PostBatch): BatchStored {
  const { targetWrap: _targetWrap, ...stored } = batch;
  return { ...stored, states: Array.from({ length: batch.count }, () => 'queued') };
}
