import { createHash, timingSafeEqual } from 'node:crypto';
import { CodedError, parseApiToken, type ApiKey, type ApiScope } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';

/** The API keys that hold now; their owner may revoke one at any moment. */
export type ApiKeys = () => readonly ApiKey[];

/**
 * The API key of a request, without a question to anybody: its secret's hash is compared in constant time.
 * @throws CodedError `unauthenticated`, `forbidden`.
 */
export function authenticate(request: FastifyRequest, keys: ApiKeys, scope: ApiScope): ApiKey {
  const [, text = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const token = parseApiToken(text);
  const key = token && keys().find(({ id }) => id === token.id);
  if (!token || !key || !isSecretOf(key, token.secret)) throw new CodedError('unauthenticated');
  if (!key.scopes.includes(scope)) throw new CodedError('forbidden', { needs: scope });
  return key;
}

function isSecretOf(key: ApiKey, secret: string): boolean {
  const hash = createHash('sha256').update(Buffer.from(secret, 'base64url')).digest();
  const known = Buffer.from(key.hash, 'base64url');
  return known.length === hash.length && timingSafeEqual(known, hash);
}
