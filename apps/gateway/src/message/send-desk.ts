import type { TextClass } from '@smseal/policy';
import { CodedError, type BatchText, type GatewaySettings, type Id } from '@smseal/protocol';
import { fromServer } from '../http/from-server.ts';
import type { GatewaySecret } from '../http/gateway-secret.ts';
import type { BatchAuthor, Claim, Posted, Posting } from '../outbox/batch-author.ts';
import { compose, type ComposeOptions, type Composed } from './compose.ts';
import { claimOf } from './idempotency.ts';
import { lifeOf, type Life } from './life.ts';
import type { MessagesAccepted, PostMessages } from './message-schema.ts';

export interface SendDeskOptions {
  author: Pick<BatchAuthor, 'post'>;
  secret: GatewaySecret;
  /** What the gateway obeys now; null before it knows any. */
  settings: () => GatewaySettings | null;
  composing: () => ComposeOptions;
  now: () => number;
}

/** What somebody asks to be sent. */
export interface Order {
  /** Whose texts these are. */
  apiKey: Id;
  request: PostMessages;
  /** Whom to tell what becomes of them, where the request itself does not name a webhook. */
  notify?: BatchText['notify'];
  /** Null where the request is not to be told from itself. */
  idempotencyKey: string | null;
}

/** What was taken. */
export interface Taken {
  answer: MessagesAccepted;
  /** It had been taken before, and nothing was sent again. */
  isReplay: boolean;
  texts: Composed['texts'];
  life: Life;
}

/** Priority of a batch, by what its texts are for. */
export const PRIORITIES = {
  'one-time-code': 0,
  transactional: 5,
  marketing: 9,
} as const satisfies Record<TextClass, number>;

/** Takes what is to be sent, in whatever dialect it was asked for: one text and many go the same way. */
export class SendDesk {
  readonly #options: SendDeskOptions;
  /** Claims that are being posted: a batch cannot hold one twice, so who comes second waits for the first. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(options: SendDeskOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the texts are committed, sealed.
   * @throws CodedError `invalid-request`, `sender-not-allowed`, `unknown-webhook`, `no-recipient`, `idempotency-conflict`,
   *   `unavailable` and what the server refuses.
   */
  async take(order: Order): Promise<Taken> {
    const { request, apiKey } = order;
    const { now, composing } = this.#options;
    const asked = this.#checked(request);
    const notify = order.notify ?? asked;
    const life = lifeOf(request, now());
    const composed = compose(notify === undefined ? request : { ...request, notify }, composing());
    const { texts, refused, unusedFields } = composed;
    if (texts.length === 0) throw new CodedError('no-recipient', { refused, unusedFields });
    const priority = PRIORITIES[request.class ?? 'transactional'];
    const posting = { owner: apiKey, texts: texts.map(({ text }) => text), priority, ...life };
    const posted = await this.#post(posting, this.#claimOf(order));
    if (posted.outcome === 'conflict' || posted.ids.length !== texts.length)
      throw new CodedError('idempotency-conflict');
    const isReplay = posted.outcome === 'replay';
    return { answer: answerOf(composed, posted.ids), isReplay, texts, life };
  }

  /** @returns whom the request itself asks to be told. */
  #checked({ from, webhook }: PostMessages): BatchText['notify'] {
    const settings = this.#options.settings();
    const [connector] = settings?.connectors ?? [];
    // The rehearsal carrier takes any sender.
    if (from !== undefined && connector && !connector.from.includes(from))
      throw new CodedError('sender-not-allowed', { at: '/from' });
    if (webhook === undefined) return undefined;
    const known = settings?.webhooks.find(({ id }) => id === webhook);
    if (!known?.events.includes('message.state')) throw new CodedError('unknown-webhook', { at: '/webhook' });
    return { webhook };
  }

  #claimOf({ apiKey, idempotencyKey, request, notify }: Order): Claim | null {
    if (idempotencyKey === null) return null;
    return claimOf(
      this.#options.secret,
      { apiKey, idempotencyKey },
      notify ? { ...request, notify } : request,
    );
  }

  async #post(posting: Posting, claim: Claim | null): Promise<Posted> {
    const { author } = this.#options;
    if (claim === null) return fromServer(author.post(posting, null));
    const name = Buffer.from(claim.key).toString('base64');
    for (let first = this.#underWay.get(name); first !== undefined; first = this.#underWay.get(name))
      await first.catch(() => undefined);
    const posted = fromServer(author.post(posting, claim));
    this.#underWay.set(name, posted);
    return posted.finally(() => this.#underWay.delete(name));
  }
}

function answerOf(
  { texts, refused, segments, unusedFields, smartEncoding }: Composed,
  ids: string[],
): MessagesAccepted {
  return {
    accepted: texts.map(({ text, count }, i) => ({
      id: ids[i] ?? '',
      to: text.to[0] ?? '',
      encoding: count.encoding,
      segments: count.segments,
    })),
    refused,
    segments,
    unusedFields,
    ...(smartEncoding ? { smartEncoding } : {}),
  };
}
