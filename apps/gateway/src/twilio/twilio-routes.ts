import {
  closed,
  CodedError,
  type ApiKey,
  type ApiScope,
  type GatewaySettings,
  type Id,
} from '@smseal/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { codeOf, type App } from '../http/app.ts';
import { findKey } from '../http/authentication.ts';
import type { Quota } from '../http/quota.ts';
import { restorePlus } from '../message/form-order.ts';
import { readIdempotencyKey } from '../message/idempotency.ts';
import { formatMessageId } from '../message/message-ids.ts';
import type { MessageRoutesOptions, Sender } from '../message/message-routes.ts';
import type { Message } from '../message/message-schema.ts';
import { API_VERSION, toTwilioMessage } from './twilio-message.ts';
import { TwilioError, toTwilioProblem } from './twilio-error.ts';
import { fromMessageSid, fromSid, toSid } from './twilio-ids.ts';
import { readTwilioOrder, type TwilioForm } from './twilio-order.ts';

/** What this dialect sees of a linked gateway. */
export interface TwilioSender extends Sender {
  account: Id;
  settings: () => GatewaySettings | null;
}

export interface TwilioRoutesOptions extends Omit<MessageRoutesOptions, 'gateway'> {
  gateway: () => TwilioSender | null;
}

const ACCOUNT = `/${API_VERSION}/Accounts/:account`;
const AccountParams = Type.Object({ account: Type.String() });
const MessageParams = Type.Object({ account: Type.String(), sid: Type.String() });
const ListQuery = closed({
  To: Type.Optional(Type.String()),
  From: Type.Optional(Type.String()),
  PageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  Page: Type.Optional(Type.Integer({ minimum: 0 })),
  PageToken: Type.Optional(Type.String()),
});
const MOST_LISTED = 200;
const LISTED = 50;

/**
 * Twilio's Messages resource, for programs that speak nothing else: an API key is `SK…` with its secret, an account
 * `AC…`, a text `SM…`, each our own id in other letters.
 */
export function twilioRoutes(app: App, options: TwilioRoutesOptions): void {
  void app.register((scope: App, _options, done) => {
    scope.setErrorHandler((error: FastifyError, _request, reply) =>
      sendTwilioProblem(reply, error instanceof TwilioError ? error : codeOf(error)),
    );
    routes(scope, options);
    done();
  });
}

function routes(app: App, { gateway: linked, now, quotas }: TwilioRoutesOptions): void {
  function enter(request: FastifyRequest<{ Params: { account: string } }>, scope: ApiScope) {
    const gateway = linked();
    if (gateway === null) throw new CodedError('unavailable', { retryAfter: 5 });
    const key = keyOf(request, gateway);
    if (request.params.account !== toSid('account', gateway.account)) throw new CodedError('not-found');
    if (!key.scopes.includes(scope)) throw new CodedError('forbidden', { needs: scope });
    return { gateway, key };
  }

  function reading(request: FastifyRequest<{ Params: { account: string } }>, scope: ApiScope) {
    const entered = enter(request, scope);
    take(quotas.requests, entered.key, now());
    return entered;
  }

  const show = (message: Message, { account }: TwilioSender) => toTwilioMessage(message, account, now());

  app.post(`${ACCOUNT}/Messages.json`, { schema: { params: AccountParams } }, async (request, reply) => {
    const { gateway, key } = enter(request, 'send');
    take(quotas.texts, key, now());
    const order = readTwilioOrder(formOf(request), gateway.settings(), now());
    const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
    const { answer, texts, life } = await gateway.sending.take({ apiKey: key.id, idempotencyKey, ...order });
    const [accepted] = answer.accepted;
    const [text] = texts;
    if (!accepted || !text) throw new CodedError('internal');
    const at = new Date(now()).toISOString();
    const message: Message = {
      ...accepted,
      state: 'queued',
      from: text.text.from ?? null,
      text: text.text.text,
      class: 'transactional',
      createdAt: at,
      changedAt: at,
      sentAt: null,
      sendAt: life.notBefore === null ? null : new Date(life.notBefore).toISOString(),
      expiresAt: new Date(life.expires).toISOString(),
      error: null,
    };
    return reply.code(201).send(show(message, gateway));
  });

  const one = { schema: { params: MessageParams } };

  app.get(`${ACCOUNT}/Messages/:sid.json`, one, async (request) => {
    const { gateway, key } = reading(request, 'read');
    return show(await gateway.messages.read(key.id, messageOf(request.params.sid)), gateway);
  });

  app.post(`${ACCOUNT}/Messages/:sid.json`, one, async (request) => {
    const { gateway, key } = reading(request, 'cancel');
    if (formOf(request)['Status'] !== 'canceled')
      throw new TwilioError(
        20001,
        "A text can be stopped by 'Status=canceled'; nothing else of it can be changed.",
      );
    return show(await gateway.messages.cancel(key.id, messageOf(request.params.sid)), gateway);
  });

  const listed = { schema: { params: AccountParams, querystring: ListQuery } };

  app.get(`${ACCOUNT}/Messages.json`, listed, async (request) => {
    const { gateway, key } = reading(request, 'read');
    const { PageSize = LISTED, Page = 0, PageToken } = request.query;
    const [To, From] = [request.query.To, request.query.From].map((number) => number && restorePlus(number));
    const limit = Math.min(PageSize, MOST_LISTED);
    const input = { limit, ...(PageToken === undefined ? {} : { after: PageToken }) };
    const { messages, next } = await gateway.messages.list(key.id, input);
    const shown = messages.filter(
      ({ to, from }) => (To === undefined || to === To) && (From === undefined || from === From),
    );
    const path = `/${API_VERSION}/Accounts/${request.params.account}/Messages.json`;
    const filters = { ...(To === undefined ? {} : { To }), ...(From === undefined ? {} : { From }) };
    const uri = (page: object) =>
      `${path}?${new URLSearchParams({ ...filters, PageSize: String(limit), ...page }).toString()}`;
    return {
      messages: shown.map((message) => show(message, gateway)),
      page: Page,
      page_size: limit,
      start: Page * limit,
      end: Page * limit + shown.length - 1,
      uri: uri({ Page: String(Page), ...(PageToken === undefined ? {} : { PageToken }) }),
      first_page_uri: uri({ Page: '0' }),
      previous_page_uri: null,
      next_page_uri: next === null ? null : uri({ Page: String(Page + 1), PageToken: next }),
    };
  });
}

/** @throws CodedError `unauthenticated`. */
function keyOf(request: FastifyRequest, { apiKeys }: Sender): ApiKey {
  const [, basic = ''] = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const [, sid = '', secret = ''] = /^([^:]*):(.*)$/.exec(Buffer.from(basic, 'base64').toString()) ?? [];
  const id = fromSid('apiKey', sid);
  const key = id === null ? null : findKey({ id, secret }, apiKeys);
  if (key === null) throw new CodedError('unauthenticated');
  return key;
}

/** @throws CodedError `not-found`. */
function messageOf(sid: string): string {
  const place = fromMessageSid(sid);
  if (place === null) throw new CodedError('not-found');
  return formatMessageId(place);
}

function formOf({ body }: FastifyRequest): TwilioForm {
  return typeof body === 'object' && body !== null ? (body as TwilioForm) : {};
}

/** @throws CodedError `rate-limited`. */
function take(quota: Quota, key: ApiKey, now: number): void {
  const { retryAfter } = quota.take(key.id, now);
  if (retryAfter !== null) throw new CodedError('rate-limited', { retryAfter });
}

function sendTwilioProblem(reply: FastifyReply, error: CodedError | TwilioError): FastifyReply {
  const problem = toTwilioProblem(error);
  const after = error instanceof CodedError ? error.extra['retryAfter'] : undefined;
  if (typeof after === 'number') void reply.header('retry-after', String(Math.ceil(after)));
  if (problem.status === 401) void reply.header('www-authenticate', 'Basic realm="SMSeal"');
  return reply.code(problem.status).header('cache-control', 'no-store').send(problem);
}
