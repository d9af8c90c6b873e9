import { postBatch, type ApiClient, type Membership } from '@smseal/client';
import { MAX_BATCH_TEXTS, type BatchText, type Id } from '@smseal/protocol';
import { randomId, sealBatch } from '@smseal/seal';

export interface BatchAuthorOptions {
  api: ApiClient;
  membership: Membership;
  signal: AbortSignal;
  /** Batches were committed and may be leased. */
  committed: () => void;
}

export interface Posting {
  texts: readonly BatchText[];
  /** 0 one-time codes, 5 people, 9 campaigns. */
  priority: number;
  /** ms since 1970; null for now. */
  notBefore: number | null;
  /** ms since 1970. */
  expires: number;
}

/** How long single texts are gathered into one batch, ms. */
const GATHER_MS = 4;

interface Waiting {
  posting: Posting;
  resolve: (ids: string[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Seals texts to this gateway and to the account, and hands them in: what resolves is committed to PostgreSQL. Requests
 * that come within a few milliseconds and would be alike outside share a batch.
 */
export class BatchAuthor {
  readonly #options: BatchAuthorOptions;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(options: BatchAuthorOptions) {
    this.#options = options;
  }

  /** @returns `batch:index` of each text, in order. @throws CodedError, Unreachable, the signal's reason. */
  async post(posting: Posting): Promise<string[]> {
    const { texts } = posting;
    if (texts.length < MAX_BATCH_TEXTS / 2) return this.#gather(posting);
    const parts: Promise<string[]>[] = [];
    for (let at = 0; at < texts.length; at += MAX_BATCH_TEXTS) {
      parts.push(this.#commit({ ...posting, texts: texts.slice(at, at + MAX_BATCH_TEXTS) }));
    }
    return (await Promise.all(parts)).flat();
  }

  #gather(posting: Posting): Promise<string[]> {
    const { priority, notBefore, expires } = posting;
    const alike = `${priority} ${notBefore ?? ''} ${expires}`;
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(alike) ?? [];
      if (waiting.length === 0) {
        this.#waiting.set(alike, waiting);
        setTimeout(() => this.#send(alike), GATHER_MS);
      }
      waiting.push({ posting, resolve, reject });
      const texts = waiting.reduce((sum, one) => sum + one.posting.texts.length, 0);
      if (texts >= MAX_BATCH_TEXTS / 2) this.#send(alike);
    });
  }

  #send(alike: string): void {
    const waiting = this.#waiting.get(alike);
    this.#waiting.delete(alike);
    const first = waiting?.[0]?.posting;
    if (waiting === undefined || first === undefined) return;
    const texts = waiting.flatMap(({ posting }) => posting.texts);
    this.#commit({ ...first, texts }).then(
      (ids) => {
        let at = 0;
        for (const { posting, resolve } of waiting) {
          resolve(ids.slice(at, at + posting.texts.length));
          at += posting.texts.length;
        }
      },
      (error: unknown) => waiting.forEach(({ reject }) => reject(error)),
    );
  }

  async #commit({ texts, priority, notBefore, expires }: Posting): Promise<string[]> {
    const { api, membership, signal } = this.#options;
    const by = membership.identity.keys;
    const id: Id = randomId();
    const batch = await sealBatch({
      id,
      chain: membership.chain,
      by,
      target: by.id,
      content: { v: 1, createdAt: new Date(api.clock.own()).toISOString(), texts: [...texts] },
      priority,
      notBefore: notBefore === null ? null : new Date(notBefore).toISOString(),
      expires: new Date(expires).toISOString(),
    });
    await postBatch(api, batch, { signal, retry: 3 });
    this.#options.committed();
    return texts.map((_, index) => `${id}:${index}`);
  }
}
