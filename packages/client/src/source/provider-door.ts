/**
 * The provider door: how a source that is not an Android app reads and drives a handset over HTTP on loopback, seeing
 * what a restricted (non-default) app sees. The rehearsal handset serves it (packages/testkit/src/rehearsal/README.md
 * lists every route, uri and column); a bridge on a real phone can serve the same.
 */

/** `selection` and `sort` are flat SQL over the collection's raw columns; with `SELECT` in them Android answers null. */
export interface ProviderQuery {
  /** Android's address of a collection, such as `content://sms` or `content://mms/12/addr`. */
  uri: `content://${string}`;
  /** Such as `date >= 1756720800000 AND _id < 90`. */
  selection?: string;
  /** Such as `date DESC, _id DESC`. */
  sort?: string;
  limit?: number;
  offset?: number;
}

/** Raw columns, named and typed as Android has them. */
export type ProviderRow = Readonly<Record<string, string | number | null>>;

/** Null where Android returns a null cursor: "cannot tell", never "nothing there". */
export interface ProviderRows {
  rows: ProviderRow[] | null;
}

export interface ProviderSend {
  /** A number, or several for one group MMS. */
  to: string | string[];
  text: string;
  /** 0-based slot, or null for the phone's default SIM. */
  simSlot: number | null;
  /** Names this sending in the events that follow. The phone does not notice a repeated token. */
  token: string;
  /** Data in base64. */
  attachments?: { contentType: string; name: string | null; data: string }[];
}
export type ProviderSendAnswer = { result: 'accepted' } | { result: 'refused'; error: string };

/** `GET /provider/device`. */
export interface ProviderDevice {
  model: string;
  sims: ProviderSim[];
  battery: BatteryState;
  notifications: NotificationState[];
  call: CallState | null;
}
export interface ProviderSim {
  slot: number;
  subId: number;
  label: string;
  /** E.164, or null where the SIM does not say. */
  number: string | null;
  /** ISO 3166-1 alpha-2 of the SIM, where known: how national forms of numbers are read. */
  country?: string | null;
}

export interface BatteryState {
  /** Percent. */
  level: number;
  charging: boolean;
  /** 0–4 bars. */
  signal: number | null;
  network: string | null;
  /** RFC 3339 UTC, as all `at` here. */
  at: string;
}
export interface NotificationState {
  key: string;
  app: string;
  title: string;
  text: string;
  at: string;
  dismissable: boolean;
}
export interface CallState {
  call: string;
  state: 'ringing' | 'answered' | 'ended' | 'missed';
  number: string | null;
  name: string | null;
  at: string;
}

/** A server-sent event: `event:` is the type, `data:` the rest as JSON. */
export type ProviderEvent =
  /** Something under this collection changed: a hint to look, never a list of what. */
  | { type: 'changed'; uri: string }
  /** The radio's report on one part (from 1) of a text; `uri` is its row in the sent box once there is one. */
  | { type: 'sms-sent' | 'sms-delivered'; token: string; part: number; of: number; uri: string | null }
  /** `error` is SmsManager's name, such as `RESULT_ERROR_NO_SERVICE`. */
  | { type: 'sms-failed'; token: string; part: number; of: number; error: string }
  | ({ type: 'call' } & CallState)
  | ({ type: 'battery' } & BatteryState)
  | ({ type: 'notification' } & NotificationState)
  | { type: 'notification-gone'; key: string }
  /** The person pressed “Link this phone”. */
  | { type: 'agent-link' }
  /** What the person says about the browser's screen. */
  | { type: 'agent-confirm'; linked: boolean };

/** `POST /agent/status`: what a person at the handset sees about linking. */
export interface AgentStatus {
  state: 'unlinked' | 'waiting' | 'digits' | 'confirm' | 'linked' | 'closed' | 'removed';
  /** The six digits, in states `digits` and `confirm`. */
  digits?: string;
  /** Account id, once linked. */
  account?: string;
  /** One sentence for people. */
  message?: string;
}
