import { WebhookVerificationError } from './errors.ts';
import type { WebhookEvent } from './types.ts';

/** Headers of a request, as a framework has them. */
export type WebhookHeaders =
  { get(name: string): string | null } | Record<string, string | string[] | undefined>;

export interface VerifyWebhookInput {
  /** `whsec_…`, as the gateway's settings show it; several while one is being replaced. */
  secret: string | readonly string[];
  headers: WebhookHeaders;
  /** The body as it came, before anything has parsed it. */
  body: string;
  /** How old, or how far ahead of this clock, a post may be, s: 300 unless given. */
  toleranceSeconds?: number;
  /** ms since 1970; the machine's clock unless given. */
  now?: number;
}

/** A verified event, and its id: the same whenever it is told again. */
export type VerifiedWebhook = WebhookEvent & { id: string };

const TOLERANCE_S = 300;

/**
 * Verifies what came to a webhook (Standard Webhooks 1.0) and reads it.
 * @throws WebhookVerificationError.
 */
export async function verifyWebhook(input: VerifyWebhookInput): Promise<VerifiedWebhook> {
  const { secret, headers, body, toleranceSeconds = TOLERANCE_S, now = Date.now() } = input;
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !timestamp || !signature)
    throw new WebhookVerificationError('a header of the signature is missing');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds)
    throw new WebhookVerificationError('the post is too old or too new');
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = signature
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [fromBase64(one.slice(3))] : []));
  for (const one of typeof secret === 'string' ? [secret] : secret) {
    const key = await importSecret(one);
    for (const made of signatures)
      if (made && (await crypto.subtle.verify('HMAC', key, made, signed)))
        return { id, ...(JSON.parse(body) as WebhookEvent) };
  }
  throw new WebhookVerificationError('no signature matches');
}

function headerOf(headers: WebhookHeaders, name: string): string | null {
  if (isGetter(headers)) return headers.get(name);
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return (Array.isArray(found) ? found[0] : found) ?? null;
}

function isGetter(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof (headers as { get?: unknown }).get === 'function';
}

function importSecret(secret: string): Promise<CryptoKey> {
  const octets = fromBase64(secret.replace(/^whsec_/, ''));
  if (octets === null) throw new WebhookVerificationError('the secret is no base64');
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
