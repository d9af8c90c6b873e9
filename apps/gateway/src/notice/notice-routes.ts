import { createHash, timingSafeEqual } from 'node:crypto';
import { closed, CodedError } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../http/app.ts';
import type { NoticeDesk } from './notice-desk.ts';

export interface NoticeRoutesOptions {
  /** `SMSEAL_NOTICE_TOKEN`; without it there is no such route. */
  token: string | null;
  /** Null while the gateway has no carrier of its own: nobody gets a code from a rehearsal. */
  desk: () => NoticeDesk | null;
}

const Notice = closed({
  to: Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }),
  text: Type.String({ minLength: 1, maxLength: 1_600 }),
  kind: Type.Literal('notice'),
});

/**
 * Where the server hands its notices in (ARCHITECTURE §7.9), with `SMSEAL_NOTICE_URL` at `/notices`. The answer comes
 * when the carrier has accepted or refused the text; neither it nor the number is kept or logged.
 */
export function noticeRoutes(app: App, { token, desk }: NoticeRoutesOptions): void {
  if (token === null) return;
  const expected = digest(`Bearer ${token}`);
  const admit = async (request: FastifyRequest): Promise<void> => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected))
      throw new CodedError('unauthenticated');
  };
  app.post(
    '/notices/v1/messages',
    { onRequest: admit, schema: { body: Notice } },
    async ({ body: { to, text } }, reply) => {
      const taking = desk();
      if (taking === null) throw new CodedError('unavailable', { retryAfter: 5 });
      await taking.send({ to, text });
      return reply.code(202).send({});
    },
  );
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
