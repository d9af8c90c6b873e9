import type { BatchText, TextEvent, TextState } from '@smseal/protocol';
import type { NationalTable } from '@smseal/sms';

/** What a text goes out by: it decides which PDUs its parts go in. */
export type WayOut =
  /** A gateway's connector that speaks SMPP. */
  | {
      kind: 'smpp';
      /** Shift tables that the carrier passes on. */
      tables: readonly NationalTable[];
      /** Sender where the text names none; null where that is not known. */
      from: string | null;
      /** What the carrier takes `data_coding` 0 for. */
      defaultAlphabet: 'gsm7' | 'latin1';
    }
  /** A phone's radio. */
  | { kind: 'radio' };

/** Everything from which a text's life is told; nothing of it is the server's word but where `state` stands alone. */
export interface TextCourse {
  /** As far as it has come. */
  state: TextState;
  text: Pick<BatchText, 'to' | 'from' | 'text' | 'replaced' | 'attachments'>;
  /** When it was written. */
  createdAt: string;
  /** Before this it does not leave; null for at once. */
  notBefore: string | null;
  /** What has not left by then never leaves. */
  expires: string;
  /** Its own, in the order in which they were reported. */
  events: readonly TextEvent[];
  way: WayOut;
}

/** A field of a PDU or a receipt, and what it says. */
export interface ExplainedField {
  name: string;
  value: string;
  means: string;
}

export interface ExplainedEncoding {
  name: 'gsm7' | 'ucs2';
  why: string;
  /** Characters that no 7-bit alphabet of the way out has, and what could stand for them. */
  because: { character: string; replacement: string | null }[];
  /** What smart encoding has replaced before the text was sealed. */
  replaced: { character: string; replacement: string; times: number }[];
}

export interface ExplainedSegment {
  /** From 1. */
  part: number;
  text: string;
  /** User data with its header; at most 140. */
  octets: number;
  /** These octets in hexadecimal, as they go over the air. */
  userData: string;
  /** The fields of the PDU that it goes in. */
  fields: ExplainedField[];
}

/** The PDUs of a text are not kept; they are made anew from it. */
export interface ExplainedSubmission {
  pdu: 'submit_sm' | 'SMS-SUBMIT';
  /** What of it is derived, and what cannot be known. */
  note: string;
}

export interface ExplainedEvent {
  /** Null where nobody noted it. */
  at: string | null;
  state: TextState;
  /** What happened, in words. */
  what: string;
  /** Whether the device that sent the text signed this; the rest is the server's word. */
  signed: boolean;
  part?: { k: number; n: number };
  carrierId?: string;
  error?: { code: string; text: string; means: string };
  /** The carrier's receipt as it came, taken apart. */
  receipt?: { raw: string; fields: ExplainedField[] };
}

/** A text's whole life, explained. */
export interface TextTimeline {
  /** What became of it, in a sentence or two. */
  outcome: string;
  encoding: ExplainedEncoding;
  /** Null for what is no SMS. */
  submission: ExplainedSubmission | null;
  segments: ExplainedSegment[];
  events: ExplainedEvent[];
}
