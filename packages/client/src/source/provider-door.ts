/**
 * The provider door: how a source that is not an Android app reads and drives a handset over HTTP on loopback.
 * The rehearsal handset serves it; a bridge on a real phone can serve the same. Bodies are JSON.
 *
 * ```text
 * POST /provider/query                 ProviderQuery → ProviderRows   what a restricted (non-default) app sees
 * GET  /provider/part/{id}             → the octets of an MMS part (content-type of the part); 404 when gone
 * POST /provider/send                  ProviderSend → {"result":"accepted"} or {"result":"refused","code","text"}
 * GET  /provider/events                server-sent events: each `data:` line is one ProviderEvent
 * POST /provider/notification/dismiss  {"key"} → {"result":"done"} or {"result":"gone"}
 * POST /provider/call/silence          {"call"} → {"result":"done"} or {"result":"gone"}
 * GET  /provider/device                → ProviderDevice
 * GET  /provider/state                 → {"battery": event, "notifications": [event …], "call": event or null}
 * POST /agent/status                   AgentStatus → 204   what the agent wants a person at the handset to see
 * POST /agent/confirm                  the person's own hand on the handset's page; relayed as event `agent-confirm`
 * ```
 *
 * `/provider/send` is idempotent by token while the handset runs: the same token again is accepted and sends nothing
 * more. Nothing may build on that: an agent never hands over a token twice.
 */

/** The collections of a handset; the same addresses as Android's content providers. */
export type ProviderUri =
  | 'content://sms'
  | 'content://mms'
  | 'content://mms/part'
  | `content://mms/${number}/addr`
  | 'content://call_log/calls'
  | 'content://contacts';

/**
 * Columns by collection: `content://sms` the table `sms`, `content://mms` the table `pdu`, `content://mms/part` the table
 * `part` (`_data` as a path; octets by `GET /provider/part/{_id}`), `content://mms/{id}/addr` the table `addr`,
 * `content://call_log/calls` the table `calls`. `content://contacts` is ContactsContract.Data joined with its contact, one
 * row per datum: `_id`, `contact_id`, `lookup` (the stable key), `display_name`, `contact_last_updated_timestamp` (ms),
 * `mimetype` and `data1` … `data5`, `data15`:
 * `vnd.android.cursor.item/phone_v2` and `…/email_v2` (data1 value, data2 type, data3 own label), `…/name` (data1 shown,
 * data2 given, data3 family), `…/organization` (data1), `…/note` (data1), `…/photo` (data15: the thumbnail in base64, JPEG,
 * PNG or WebP).
 *
 * `selection` and `sort` are flat SQL over the collection's raw columns; `SELECT` in them answers 400, as Android does. */
export interface ProviderQuery {
  uri: ProviderUri;
  /** Such as `date >= 1756720800000 AND _id < 90`. */
  selection?: string;
  /** Such as `date DESC, _id DESC`. */
  sort?: string;
  limit?: number;
  offset?: number;
}

/** Raw columns, named and typed as Android has them. */
export type ProviderRow = Record<string, string | number | null>;

export interface ProviderRows {
  rows: ProviderRow[];
}

export interface ProviderSend {
  /** One number. */
  to: string;
  text: string;
  /** 0-based slot, or null for the phone's default SIM. */
  simSlot: number | null;
  /** Names this sending in the events that follow. */
  token: string;
}
export type ProviderSendAnswer = { result: 'accepted' } | { result: 'refused'; code: string; text: string };

/** `GET /provider/device`. */
export interface ProviderDevice {
  model: string;
  sims: { slot: number; label: string; number: string | null; subId: number }[];
  /** The handset's clock minus true time, ms. */
  clockOffsetMs: number;
  /** ISO 3166-1 alpha-2 of the network: how the numbers of its rows are to be read. */
  country: string;
}

export interface BatteryEvent {
  type: 'battery';
  /** Percent. */
  level: number;
  charging: boolean;
  /** 0–4 bars. */
  signal: number | null;
  network: string | null;
  /** RFC 3339 UTC, as all `at` here. */
  at: string;
}
export interface NotificationEvent {
  type: 'notification';
  key: string;
  app: string;
  title: string;
  text: string;
  at: string;
  dismissable: boolean;
}
export interface CallEvent {
  type: 'call';
  call: string;
  state: 'ringing' | 'answered' | 'ended' | 'missed';
  number: string | null;
  at: string;
}
/** The radio's report on one part of a text that was handed over with `token`. `part` counts from 1. */
export interface SendEvent {
  type: 'sms-sent' | 'sms-delivered' | 'sms-failed';
  token: string;
  part: number;
  of: number;
  at: string;
  error?: { code: string; text: string };
}

/** One server-sent event. A `:` comment comes at least every 15 s, so that a dead connection is noticed. */
export type ProviderEvent =
  /** Something under this collection changed: a hint to look, never a list of what. */
  | { type: 'changed'; uri: string }
  | SendEvent
  | CallEvent
  | BatteryEvent
  | NotificationEvent
  | { type: 'notification-gone'; key: string }
  /** The person pressed “the browser says Linked” on the handset. */
  | { type: 'agent-confirm' };

/** `GET /provider/state`: what an agent that has just come up must know of the moment. */
export interface ProviderState {
  battery: BatteryEvent;
  notifications: NotificationEvent[];
  call: CallEvent | null;
}

/** `POST /agent/status`. */
export interface AgentStatus {
  state: 'unlinked' | 'waiting' | 'digits' | 'confirm' | 'linked' | 'removed';
  /** The six digits, in states `digits` and `confirm`. */
  digits?: string;
  /** Account id, once linked. */
  account?: string;
}
