import type { TextTimeline } from '@smseal/policy';
import type { TextState } from '@smseal/protocol';

/** A text that went through one of the account's senders, and its whole life. */
export interface TextTimelineView extends TextTimeline {
  /** `batch:index`. */
  id: string;
  state: TextState;
  conversation: { id: string; title: string };
  to: { number: string; name: string | null }[];
  text: string;
  /** When it was written. */
  at: string;
  /** Name of the device that wrote it; null for one that the chain does not know. */
  author: string | null;
  /** Null for at once. */
  notBefore: string | null;
  expires: string;
  sender: {
    kind: 'phone' | 'gateway';
    /** Null where several could have sent it and none has said so. */
    name: string | null;
    /** SIM of a phone, from 0. */
    simSlot: number | null;
    /** Of a gateway. */
    carrier: { name: string; why: string } | null;
  };
}

/** What screens may ask about one text. */
export interface TimelineApi {
  /** The life of the text `batch:index`, told from what is sealed to this device; null when it is not here. */
  textTimeline(id: string): Promise<TextTimelineView | null>;
}
