import { TEXT_CLASSES } from '@smseal/policy';
import {
  CodedError,
  type BatchText,
  type GatewaySettings,
  type Id,
  type WebhookEvent,
} from '@smseal/protocol';
import { findCallback } from '../callback/find-callback.ts';
import { fromServer } from '../http/from-server.ts';
import type { GatewaySecret } from '../http/gateway-secret.ts';
import type { BatchAuthor } from '../outbox/batch-author.ts';
import type { Claim, Posted, Posting } from '../outbox/call-layout.ts';
import { PRIORITIES } from '../outbox/priorities.ts';
import { compose, type Composable, type ComposeOptions, type Composed } from './compose.ts';
import { claimOf } from './idempotency.ts';
import { lifeOf, type Life } from './life.ts';
import type { MessagesAccepted, PostMessages } from './message-schema.ts';

export interface SendDeskOptions {
  author: Pick<BatchAuthor, 'post'>;
  secret: GatewaySecret;
  /** What the gateway obeys now; null before it knows any. */
  settings: () => GatewaySettings | null;
  /** How texts of a sender are composed; null for those that name none. */
  composing: (from: string | null) => Omit<ComposeOptions, 'isSuppressed'>;
  /** Whether a person has asked for no texts, as far as this gateway knows. */
  isSuppressed: (number: string) => boolean;
  /** Who texts were to, by their ids; null where the gateway has let go of them. */
  recipientsOf: (ids: readonly string[]) => Promise<ReadonlySet<string> | null>;
  now: () => number;
}

const OF_TEXTS: ReadonlySet<WebhookEvent> = new Set<WebhookEvent>(['message.state', 'message.outcome']);

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
    const { now, isSuppressed } = this.#options;
    const asked = this.#checked(request);
    const notify = order.notify ?? asked;
    const life = lifeOf(request, now());
    const { class: textClass = 'transactional' } = request;
    const written = notify === undefined ? request : { ...request, notify };
    const composed = this.#compose(written, TEXT_CLASSES[textClass].stoppedByStop ? isSuppressed : NOBODY);
    const { texts, refused, unusedFields } = composed;
    if (texts.length === 0) throw new CodedError('no-recipient', { refused, unusedFields });
    const posting = {
      owner: apiKey,
      texts: texts.map(({ text }) => text),
      priority: PRIORITIES[textClass],
      ...life,
    };
    const posted = await this.#post(posting, this.#claimOf(order));
    if (posted.outcome === 'conflict') throw new CodedError('idempotency-conflict');
    if (posted.outcome === 'taken')
      return { answer: answerOf(composed, posted.ids), isReplay: false, texts, life };
    const then = await this.#asThen(written, composed, posted.ids);
    return { answer: answerOf(then, posted.ids), isReplay: true, texts: then.texts, life };
  }

  #compose(written: Composable, isSuppressed: ComposeOptions['isSuppressed']): Composed {
    return compose(written, { ...this.#options.composing(written.from ?? null), isSuppressed });
  }

  /**
   * The texts of a request that was taken before: people may have asked for silence since, or for texts again.
   * @throws CodedError `idempotency-conflict` where nobody can say any more which texts they were.
   */
  async #asThen(written: Composable, now: Composed, ids: readonly string[]): Promise<Composed> {
    if (now.texts.length === ids.length && !now.refused.some(({ reason }) => reason === 'suppressed'))
      return now;
    const got = await this.#options.recipientsOf(ids);
    const then = got === null ? now : this.#compose(written, (number) => !got.has(number));
    if (then.texts.length !== ids.length) throw new CodedError('idempotency-conflict');
    return then;
  }

  /** @returns whom the request itself asks to be told. */
  #checked(request: PostMessages): BatchText['notify'] {
    refuseHalfCharacters(request);
    const { from, webhook, callback } = request;
    const settings = this.#options.settings();
    const connectors = settings?.connectors ?? [];
    // The rehearsal carrier takes any sender.
    const isTaken = connectors.length === 0 || connectors.some((one) => one.from.includes(from ?? ''));
    if (from !== undefined && !isTaken) throw new CodedError('sender-not-allowed', { at: '/from' });
    if (callback !== undefined) {
      const named = findCallback({ url: callback, at: '/callback', named: webhook }, settings);
      return { webhook: named.id, url: callback };
    }
    if (webhook === undefined) return undefined;
    const known = settings?.webhooks.find(({ id }) => id === webhook);
    if (!known?.events.some((event) => OF_TEXTS.has(event)))
      throw new CodedError('unknown-webhook', { at: '/webhook' });
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

const NOBODY = (): boolean => false;

function answerOf(
  { texts, refused, segments, unusedFields, smartEncoding }: Composed,
  ids: readonly string[],
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

/** Half of an emoji, as programs leave it that cut texts by length: nobody could show it. @throws CodedError `invalid-request`. */
function refuseHalfCharacters({ text, to }: PostMessages): void {
  if (!text.isWellFormed()) throw new CodedError('invalid-request', { at: '/text' });
  if (typeof to === 'string') return;
  for (const [index, recipient] of to.entries()) {
    if (typeof recipient === 'string' || recipient.fields === undefined) continue;
    for (const [name, value] of Object.entries(recipient.fields))
      if (!value.isWellFormed())
        throw new CodedError('invalid-request', { at: `/to/${index}/fields/${name}` });
  }
}
