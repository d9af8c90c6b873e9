import type { BatchText, TextEvent, Webhook } from '@smseal/protocol';

/** Something that happened to a text whose sender named where to hear of it. */
export interface CallbackTold {
  /** `batch:index`. */
  message: string;
  text: BatchText;
  event: Omit<TextEvent, 'index'>;
}

/** What is posted at one attempt. */
export interface SignedWords {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What a callback says, in the dialect of whoever sent the text; the same at every attempt but for its signature. */
export interface CallbackWords {
  /** Names the event: the same whenever it is told. */
  id: string;
  /** `now`: ms since 1970. */
  sign(webhook: Webhook, now: number): SignedWords;
}
