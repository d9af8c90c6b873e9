import type { TextClass } from '@smseal/policy';
import { CodedError } from '@smseal/protocol';
import type { App } from '../http/app.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { authenticate } from '../http/authentication.ts';
import { compose } from './compose.ts';
import { PostMessages, type MessagesAccepted } from './message-schema.ts';

export interface MessageRoutesOptions {
  /** Null while it is linked to no account. */
  gateway: () => Gateway | null;
  now: () => number;
}

const PRIORITY = {
  'one-time-code': 0,
  transactional: 5,
  marketing: 9,
} as const satisfies Record<TextClass, number>;

/** What has not left by then never leaves, unless said. */
const LIFE_MS = 2 * 24 * 60 * 60 * 1000;
const FAR_MS = 366 * 24 * 60 * 60 * 1000;

/** The send API: a 202 means that the texts are committed, sealed, to the server. */
export function messageRoutes(app: App, options: MessageRoutesOptions): void {
  app.post('/v1/messages', { schema: { body: PostMessages } }, async (request, reply) => {
    const gateway = options.gateway();
    if (gateway === null) throw new CodedError('unavailable', { retryAfter: 5 });
    authenticate(request, gateway.apiKeys, 'send');
    const { body } = request;
    const { notBefore, expires } = lifeOf(body, options.now());
    const composed = compose(body, gateway.composing);
    const { texts, refused, segments } = composed;
    const priority = PRIORITY[body.class ?? 'transactional'];
    const posted = await gateway.author.post({
      texts: texts.map(({ text }) => text),
      priority,
      notBefore,
      expires,
    });
    const ids = posted.outcome === 'conflict' ? [] : posted.ids;
    const answer: MessagesAccepted = {
      accepted: texts.map(({ text, count }, i) => ({ id: ids[i] ?? '', to: text.to[0] ?? '', ...count })),
      refused,
      segments,
    };
    return reply.code(texts.length === 0 ? 422 : 202).send(answer);
  });
}

/** @throws CodedError `invalid-request` for what is no time, and for an expiry before the beginning. */
function lifeOf(
  { sendAt, expiresAt }: PostMessages,
  now: number,
): { notBefore: number | null; expires: number } {
  const notBefore = sendAt === undefined ? null : timeOf(sendAt, '/sendAt');
  const begins = Math.max(now, notBefore ?? now);
  // Alike texts of one second share a batch, so the expiry that nobody asked for is told by the minute.
  const expires =
    expiresAt === undefined
      ? Math.ceil((begins + LIFE_MS) / 60_000) * 60_000
      : timeOf(expiresAt, '/expiresAt');
  if (expires <= begins || begins > now + FAR_MS || expires > now + FAR_MS + LIFE_MS)
    throw new CodedError('invalid-request', { at: expires <= begins ? '/expiresAt' : '/sendAt' });
  return { notBefore, expires };
}

function timeOf(text: string, at: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (!Number.isFinite(ms)) throw new CodedError('invalid-request', { at });
  return ms;
}
