/**
 * What devices put inside envelopes. The server never sees these shapes at work. Readers keep members they do not
 * know and never rewrite a payload with a higher `v`.
 */
import type { Id } from '../schema.ts';
import type { TextState } from '../outbox/text-state.ts';

/** A picture, sound or other part of a message, kept as a sealed blob. */
export interface Attachment {
  blob: Id;
  /** Key of the blob: 32 octets, base64url. */
  key: string;
  /** SHA-256 of the plain octets, base64url. */
  digest: string;
  contentType: string;
  name: string | null;
  /** True size in octets. */
  size: number;
  chunks: number;
  width?: number;
  height?: number;
  /** A small picture (data in base64url, JPEG, PNG or WebP, ≤ 8 kB). */
  thumbnail?: { contentType: string; data: string };
}

export interface Sim {
  /** Slot, 0-based; null when unknown. */
  slot: number | null;
  /** What the phone calls it ("Work", a carrier's name). */
  label: string | null;
}

export type MessageStatus = 'received' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown';

/** A text or picture message. */
export interface MessagePayload {
  v: 1;
  direction: 'in' | 'out';
  transport: 'sms' | 'mms';
  /** All other parties, E.164 or as the phone had them; sorted, own numbers left out. */
  parties: string[];
  /** Who sent it; null when it is ours. */
  from: string | null;
  text: string;
  subject?: string;
  attachments: Attachment[];
  /** When the phone got or sent it: RFC 3339 UTC, ms. */
  at: string;
  /** Service-centre time where known. */
  sentAt?: string;
  sim: Sim | null;
  status: MessageStatus;
  error?: string;
  /** Whether the phone showed it as read. */
  read: boolean;
  /** `batch:index` of the outbox text that this is the phone's own record of. */
  batch?: string;
  /** Where the record came from. */
  source: 'phone' | 'import' | 'web' | 'gateway';
  /** The gateway that took it from a carrier, and the connector and number that it came in by. */
  route?: { gateway: Id; connector: string; to: string };
  /** Records of parts of this text, stored before the rest of it had come. */
  replaces?: Id[];
  /** When the phone released it late (Android 17): set to the time it was first seen. */
  seenLate?: string;
  /** Set when the phone no longer has it: time of noticing. */
  goneFromPhone?: string;
}

/** State of a conversation; merged field by field, later `at` wins. */
export interface ConversationPayload {
  v: 1;
  parties: string[];
  readUpTo?: { value: string; at: string };
  muted?: { value: boolean; at: string };
  pinned?: { value: boolean; at: string };
  archived?: { value: boolean; at: string };
  draft?: { value: string; at: string };
}

export interface ContactPayload {
  v: 1;
  name: string;
  given?: string;
  family?: string;
  organisation?: string;
  numbers: { value: string; label: string | null }[];
  emails: { value: string; label: string | null }[];
  note?: string;
  /** ≤ 8 kB. */
  picture?: { contentType: string; data: string };
  source: 'phone' | 'import' | 'web';
}

export type CallType = 'in' | 'out' | 'missed' | 'voicemail' | 'rejected' | 'blocked' | 'elsewhere';

export interface CallPayload {
  v: 1;
  number: string | null;
  type: CallType;
  at: string;
  /** Seconds. */
  duration: number;
  sim: Sim | null;
  source: 'phone' | 'import';
}

/** One text to many people: which batches hold it, and what the account wants with it. */
export interface CampaignPayload {
  v: 1;
  name: string;
  /** The text as it was written, with `{field}` where each person's own stands. */
  template: string;
  /** When it was sent off: RFC 3339 UTC, ms. */
  at: string;
  /** The device on which it was sent off. */
  by: Id;
  /** The sending device. */
  target: Id;
  /** Number or name that it comes from, where one was chosen. */
  from?: string;
  /** RFC 3339 UTC; null for at once. */
  notBefore: string | null;
  expires: string;
  /** In the order of the recipients. They may still be on their way to the server. */
  batches: { id: Id; count: number }[];
  /** Segments of all texts together, as they were counted before. */
  segments: number;
  /** What the account's devices want last; a device that still hands batches in obeys it. */
  wish: { value: 'go' | 'pause' | 'cancel'; at: string; by: Id };
}

/** A shared setting; the record's id is keyed from its name. */
export type SettingPayload =
  /** Whether what is deleted on the phone is deleted here at once (default true). */
  | { v: 1; name: 'sync-deletions'; value: boolean; at: string }
  /** What a phone is and when it last reconciled: written by the phone after each full pass. */
  | { v: 1; name: `phone:${string}`; value: PhoneReport; at: string };

/** A phone's account of itself. */
export interface PhoneReport {
  device: Id;
  model: string;
  sims: { slot: number; label: string; number: string | null }[];
  /** When the last full reconciliation ended without a gap. */
  completeUpTo: string | null;
  messages: number;
  contacts: number;
  calls: number;
}

/** One text of a batch. */
export interface BatchText {
  to: string[];
  /** Number or name that it comes from; the connector's own where it is missing. */
  from?: string;
  text: string;
  simSlot: number | null;
  attachments?: Attachment[];
  /** What smart encoding has replaced in `text`, and how often. */
  replaced?: { character: string; replacement: string; times: number }[];
  /** Whom the gateway tells what becomes of it; all webhooks that want to know where it is missing. */
  notify?: {
    webhook: Id;
    /** Told by a form posted here, under the webhook's secret. */
    form?: string;
    /** Told here instead of at the webhook's own address, under its secret. */
    url?: string;
  };
  /** It was erased: everything of it is empty, and its place is kept so that the others keep theirs. */
  erased?: true;
}

/** The content of a batch, under its content key. */
export interface BatchContent {
  v: 1;
  createdAt: string;
  texts: BatchText[];
}

/** What happened to one text, inside an event segment. */
export interface TextEvent {
  index: number;
  at: string;
  state: TextState;
  /** `k` of `n` parts, where the event is of one part. */
  part?: { k: number; n: number };
  /** Carrier's or platform's own id. */
  carrierId?: string;
  /** Id of the gateway's connector whose carrier gave that id; absent where the gateway has only one. */
  connector?: string;
  error?: { code: string; text: string };
  /**
   * The carrier's receipt as it came, where this is what it says; empty where it has none in words. With a part, and a
   * state that is not final, the handset has that part.
   */
  receipt?: string;
}
export interface SegmentContent {
  v: 1;
  events: TextEvent[];
}

/** Inside live envelopes. */
export type LivePayload =
  | {
      v: 1;
      type: 'battery';
      device: Id;
      level: number;
      charging: boolean;
      signal: number | null;
      network: string | null;
      at: string;
    }
  | { v: 1; type: 'presence'; device: Id; at: string }
  | {
      v: 1;
      type: 'notification';
      device: Id;
      key: string;
      app: string;
      title: string;
      text: string;
      at: string;
      dismissable: boolean;
    }
  | { v: 1; type: 'notification-gone'; device: Id; key: string }
  | {
      v: 1;
      type: 'call';
      device: Id;
      state: 'ringing' | 'answered' | 'ended' | 'missed';
      call: string;
      number: string | null;
      name: string | null;
      at: string;
    }
  /** First synchronisation: how far the phone is. */
  | {
      v: 1;
      type: 'sync-progress';
      device: Id;
      kind: 'message' | 'contact' | 'call';
      done: number;
      total: number;
    }
  /** Asks phones to send battery, presence and the notifications tray. */
  | { v: 1; type: 'ask-state' }
  /** Commands to one phone: signed like any live event by the AEAD, idempotent by `id`, dropped when late. */
  | { v: 1; type: 'dismiss-notification'; id: string; key: string; expires: string }
  | { v: 1; type: 'silence-call'; id: string; call: string; expires: string }
  | { v: 1; type: 'sync-deletions-now'; id: string; expires: string }
  | {
      v: 1;
      type: 'command-receipt';
      id: string;
      outcome: 'done' | 'refused' | 'expired' | 'failed';
      reason?: string;
    };
