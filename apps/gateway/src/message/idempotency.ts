import { CodedError, type Id } from '@smseal/protocol';
import type { GatewaySecret } from '../http/gateway-secret.ts';
import type { Claim } from '../outbox/call-layout.ts';

/** Most characters of a key. */
const MOST = 255;

/**
 * Reads `Idempotency-Key`: a quoted string (draft-ietf-httpapi-idempotency-key-header-07 §2.1), or bare as many clients
 * write it; null where there is none. @throws CodedError `invalid-request`.
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = Array.isArray(header) ? header.join() : header.trim();
  const key = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? text;
  if (key.length === 0 || key.length > MOST || !/^[ -~]+$/.test(key))
    throw new CodedError('invalid-request', { at: 'Idempotency-Key' });
  return key;
}

/** What makes a request the same: the server learns keyed hashes, which say nothing to it. */
export function claimOf(
  secret: GatewaySecret,
  { apiKey, idempotencyKey }: { apiKey: Id; idempotencyKey: string },
  body: unknown,
): Claim {
  return {
    key: new Uint8Array(secret.hash('claim-key', `${apiKey} ${idempotencyKey}`)),
    body: new Uint8Array(secret.hash('claim-body', canonical(body))),
  };
}

/** JSON whose members stand in order, so that equal bodies are equal octets (RFC 8785, for what JSON.parse gives). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join()}}`;
}
