import { prepareEvent } from '../webhook/webhook-event.ts';
import { WebhookSigner } from '../webhook/sign-webhook.ts';
import type { CallbackTold, CallbackWords } from './callback-words.ts';

/** A callback in our own words: what a webhook would be told, signed as Standard Webhooks 1.0 has it. */
export function eventWords({ message, event }: CallbackTold): CallbackWords {
  const { id, body } = prepareEvent({ type: 'message.state', message, ...event });
  return {
    id,
    sign({ secret }, now) {
      const timestamp = Math.floor(now / 1_000);
      return {
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': new WebhookSigner([secret]).sign(id, timestamp, body),
        },
        body,
      };
    },
  };
}
