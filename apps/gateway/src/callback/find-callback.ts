import { CodedError, type GatewaySettings, type Webhook } from '@smseal/protocol';
import { readTarget, TargetRefused } from '../webhook/webhook-target.ts';

const LONGEST_URL = 2_048;

/**
 * The webhook under whose secret a callback is told: one of the signed settings that wants to know of texts and lives at
 * the same origin, because only there may anything be posted to. `named`: the one that the request names.
 * @throws CodedError `unknown-webhook` with `at`.
 */
export function findCallback(
  { url, at, named }: { url: string; at: string; named?: string | undefined },
  settings: GatewaySettings | null,
): Webhook {
  const origin = originOf(url);
  const known = settings?.webhooks.find(
    (webhook) =>
      webhook.events.includes('message.state') &&
      new URL(webhook.url).origin === origin &&
      (named === undefined || webhook.id === named),
  );
  if (known === undefined) throw new CodedError('unknown-webhook', { at });
  return known;
}

/** Null for what is never posted to. */
function originOf(url: string): string | null {
  if (url.length > LONGEST_URL) return null;
  try {
    readTarget(url);
    return new URL(url).origin;
  } catch (error) {
    if (error instanceof TargetRefused) return null;
    throw error;
  }
}
