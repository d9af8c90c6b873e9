import type { ApiScope, WebhookEvent } from '@smseal/protocol';
import type { NationalLanguage } from '@smseal/sms';

/** What an API key may do, in one word and in full. */
export const SCOPE_WORDS = {
  send: { short: 'Send', long: 'Send texts' },
  read: { short: 'Read', long: 'Read what became of its texts, and what came in' },
  cancel: { short: 'Cancel', long: 'Cancel texts that have not left' },
} satisfies Record<ApiScope, { short: string; long: string }>;

/** What a webhook is told, within a sentence. */
export const EVENT_WORDS = {
  'message.state': 'every step of texts',
  'message.outcome': 'how texts ended',
  'message.received': 'texts that come in',
} satisfies Record<WebhookEvent, string>;

// A screen loads no schemas for the sake of two lists: these are as long as their types, by `satisfies`.
export const SCOPES = Object.keys(SCOPE_WORDS) as ApiScope[];
export const EVENTS = Object.keys(EVENT_WORDS) as WebhookEvent[];

/** National languages of 3GPP TS 23.038, as people call them. */
export const LANGUAGE_WORDS = {
  bengali: 'Bengali',
  gujarati: 'Gujarati',
  hindi: 'Hindi',
  kannada: 'Kannada',
  malayalam: 'Malayalam',
  oriya: 'Odia',
  portuguese: 'Portuguese',
  punjabi: 'Punjabi',
  spanish: 'Spanish',
  tamil: 'Tamil',
  telugu: 'Telugu',
  turkish: 'Turkish',
  urdu: 'Urdu',
} satisfies Record<NationalLanguage, string>;
