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
  const { authorization = '' } = request.headers;
  const held = proven(keys());
  const known = held.get(authorization);
  if (known) return requireScope(known, scope);
  const [, text = ''] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  const key = requireScope(findKey(parseApiToken(text), keys), scope);
  if (held.size >= MOST_PROVEN) held.clear();
  held.set(authorization, key);
  return key;
}

const MOST_PROVEN = 1_000;

/** Headers that proved an API key, for as long as these settings hold: busy programs come with the same one always. */
const provenOf = new WeakMap<readonly ApiKey[], Map<string, ApiKey>>();

function proven(keys: readonly ApiKey[]): Map<string, ApiKey> {
  let held = provenOf.get(keys);
  if (held === undefined) provenOf.set(keys, (held = new Map()));
  return held;
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
