import { CodedError, type ApiKey, type ApiScope } from '@smseal/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/app.ts';
import { authenticate, type ApiKeys } from '../http/authentication.ts';
import type { Quota } from '../http/quota.ts';
import type { DayLeft } from '../limit/daily-allowance.ts';
import { withPlusRestored } from './form-order.ts';
import { readIdempotencyKey } from './idempotency.ts';
import type { MessageDesk } from './message-desk.ts';
import {
  ListMessages,
  MessageParams,
  NameBatches,
  PostMessages,
  type BatchStates,
  type Message,
  type MessageList,
  type Timeline,
} from './message-schema.ts';
import type { SendDesk } from './send-desk.ts';

/** What programs see of a linked gateway. */
export interface Sender {
  apiKeys: ApiKeys;
  sending: SendDesk;
  messages: MessageDesk;
  /** What the owner's limit leaves for the day; null where there is none. */
  dayLeft: () => DayLeft | null;
}

export interface MessageRoutesOptions {
  /** Null while it is linked to no account. */
  gateway: () => Sender | null;
  now: () => number;
  quotas: Quotas;
}

/** What an API key may ask for, in every dialect together. */
export interface Quotas {
  /** Texts that are handed in. */
  texts: Quota;
  /** Everything else. */
  requests: Quota;
}

const LISTED = 50;

/** The send API: a 202 means that the texts are committed, sealed, to the server. */
export function messageRoutes(app: App, options: MessageRoutesOptions): void {
  const { quotas, now } = options;

  function enter(request: FastifyRequest, scope: ApiScope): { gateway: Sender; key: ApiKey } {
    const gateway = options.gateway();
    if (gateway === null) throw new CodedError('unavailable', { retryAfter: 5 });
    return { gateway, key: authenticate(request, gateway.apiKeys, scope) };
  }

  function reading(request: FastifyRequest, reply: FastifyReply, scope: ApiScope = 'read') {
    const entered = enter(request, scope);
    limit(reply, quotas.requests, { key: entered.key, now: now() });
    void reply.header('cache-control', 'no-store');
    return entered;
  }

  app.post(
    '/v1/messages',
    { preValidation: withPlusRestored, schema: { body: PostMessages } },
    async (request, reply) => {
      const { gateway, key } = enter(request, 'send');
      const { body } = request;
      const cost = Array.isArray(body.to) ? body.to.length : 1;
      limit(reply, quotas.texts, { key, now: now(), cost, day: gateway.dayLeft() });
      const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
      const { answer, isReplay } = await gateway.sending.take({
        apiKey: key.id,
        request: body,
        idempotencyKey,
      });
      if (isReplay) void reply.header('idempotent-replayed', 'true');
      const [first] = answer.accepted;
      if (answer.accepted.length === 1 && first) void reply.header('location', `/v1/messages/${first.id}`);
      return reply.code(202).send(answer);
    },
  );

  app.get(
    '/v1/messages',
    { schema: { querystring: ListMessages } },
    (request, reply): Promise<MessageList> => {
      const { gateway, key } = reading(request, reply);
      const { after, limit: most = LISTED } = request.query;
      return gateway.messages.list(key.id, { limit: most, ...(after === undefined ? {} : { after }) });
    },
  );

  const naming = { schema: { body: NameBatches } };

  app.post('/v1/messages/states', naming, (request, reply): Promise<BatchStates> => {
    const { gateway, key } = reading(request, reply);
    return gateway.messages.states(key.id, request.body.batches);
  });

  app.post('/v1/messages/cancel', naming, (request, reply): Promise<BatchStates> => {
    const { gateway, key } = reading(request, reply, 'cancel');
    return gateway.messages.cancelBatches(key.id, request.body.batches);
  });

  const schema = { params: MessageParams };

  app.get('/v1/messages/:id', { schema }, (request, reply): Promise<Message> => {
    const { gateway, key } = reading(request, reply);
    return gateway.messages.read(key.id, request.params.id);
  });

  app.get('/v1/messages/:id/timeline', { schema }, (request, reply): Promise<Timeline> => {
    const { gateway, key } = reading(request, reply);
    return gateway.messages.timeline(key.id, request.params.id);
  });

  app.post('/v1/messages/:id/cancel', { schema }, (request, reply): Promise<Message> => {
    const { gateway, key } = reading(request, reply, 'cancel');
    return gateway.messages.cancel(key.id, request.params.id);
  });
}

/** Counts a request, and says in the answer what is left, be it refused. @throws CodedError `rate-limited`. */
function limit(
  reply: FastifyReply,
  quota: Quota,
  { key, now, cost = 1, day = null }: { key: ApiKey; now: number; cost?: number; day?: DayLeft | null },
): void {
  const { left, retryAfter } = quota.take(key.id, now, cost);
  const policies = day === null ? quota.policy : `${quota.policy}, "daily";q=${day.limit};w=86400`;
  const rest = day === null ? left : `${left}, "daily";r=${day.left};t=${day.seconds}`;
  void reply.header('ratelimit-policy', policies).header('ratelimit', rest);
  if (retryAfter !== null) throw new CodedError('rate-limited', { retryAfter });
}
