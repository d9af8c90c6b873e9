import { createHash, timingSafeEqual } from 'node:crypto';
import { CodedError, parseApiToken, type ApiKey, type ApiScope, type ApiToken } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';

/** The API keys that hold now; their owner may revoke one at any moment. */
export type ApiKeys = () => readonly ApiKey[];

/**
 * The API key of a request, without a question to anybody: its secret's hash is compared in constant time.
 * @throws CodedError `unauthenticated`, `forbidden`.
 */
export function authenticate(request: FastifyRequest, keys: ApiKeys, scope: ApiScope): ApiKey {
  const [, text = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return requireScope(findKey(parseApiToken(text), keys), scope);
}

/** The API key that a token is of; null for one that holds no more or never did. */
export function findKey(token: ApiToken | null, keys: ApiKeys): ApiKey | null {
  const key = token && keys().find(({ id }) => id === token.id);
  return token && key && isSecretOf(key, token.secret) ? key : null;
}

/** @throws CodedError `unauthenticated`, `forbidden`. */
export function requireScope(key: ApiKey | null, scope: ApiScope): ApiKey {
  if (key === null) throw new CodedError('unauthenticated');
  if (!key.scopes.includes(scope)) throw new CodedError('forbidden', { needs: scope });
  return key;
}

function isSecretOf(key: ApiKey, secret: string): boolean {
  const hash = createHash('sha256').update(Buffer.from(secret, 'base64url')).digest();
  const known = Buffer.from(key.hash, 'base64url');
  return known.length === hash.length && timingSafeEqual(known, hash);
}
