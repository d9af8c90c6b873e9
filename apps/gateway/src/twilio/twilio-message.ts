import type { Id, TextState } from '@smseal/protocol';
import { parseMessageId } from '../message/message-ids.ts';
import type { Message } from '../message/message-schema.ts';
import { toMessageSid, toSid } from './twilio-ids.ts';

export const API_VERSION = '2010-04-01';

/** Statuses of Twilio's that a text of ours can have. */
export type TwilioStatus =
  'scheduled' | 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'canceled';

/** Twilio's number for a text that ran out of time, and for one that was not delivered for a reason it cannot name. */
const OUT_OF_TIME = 30036;
const UNDELIVERED = 30008;

export interface StatusInput {
  state: TextState;
  /** The carrier took it. */
  wasSent: boolean;
  /** It may not leave yet. */
  isScheduled: boolean;
}

/**
 * A text's status. A text of which nobody knows whether it left is `sent`: whoever takes `failed` as a word to send it
 * again would text somebody twice.
 */
export function toTwilioStatus({ state, wasSent, isScheduled }: StatusInput): TwilioStatus {
  switch (state) {
    case 'queued':
      return isScheduled ? 'scheduled' : 'queued';
    case 'leased':
      return 'queued';
    case 'submitted':
      return 'sending';
    case 'sent':
    case 'unknown':
      return 'sent';
    case 'delivered':
      return 'delivered';
    case 'failed':
    case 'expired':
      return wasSent ? 'undelivered' : 'failed';
    case 'cancelled':
      return 'canceled';
    default:
      return state satisfies never;
  }
}

export function toTwilioErrorCode(state: TextState): number | null {
  if (state === 'expired') return OUT_OF_TIME;
  return state === 'failed' ? UNDELIVERED : null;
}

/** A text as Twilio's API shows one. Numbers are strings, dates RFC 2822. */
export function toTwilioMessage(message: Message, account: Id, now: number): Record<string, unknown> {
  const place = parseMessageId(message.id);
  const sid = place === null ? '' : toMessageSid(place);
  const uri = `/${API_VERSION}/Accounts/${toSid('account', account)}/Messages/${sid}`;
  const isScheduled = message.sendAt !== null && Date.parse(message.sendAt) > now;
  return {
    sid,
    account_sid: toSid('account', account),
    api_version: API_VERSION,
    messaging_service_sid: null,
    body: message.text ?? '',
    to: message.to,
    from: message.from,
    status: toTwilioStatus({ state: message.state, wasSent: message.sentAt !== null, isScheduled }),
    direction: 'outbound-api',
    num_segments: String(message.segments ?? 0),
    num_media: '0',
    price: null,
    price_unit: null,
    error_code: toTwilioErrorCode(message.state),
    error_message: message.error?.text ?? null,
    date_created: dateOf(message.createdAt),
    date_updated: dateOf(message.changedAt),
    date_sent: dateOf(message.sentAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

/** `Thu, 24 Aug 2023 05:01:45 +0000`. */
function dateOf(instant: string | null): string | null {
  return instant === null ? null : new Date(instant).toUTCString().replace('GMT', '+0000');
}
