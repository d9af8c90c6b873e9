/** The words in which the inventory is written. Data only: no entry computes anything. */
import type { Purpose } from './purposes.ts';

/** Who can read a value where it is kept. */
export type Protection =
  /** Sealed by a device; the server holds octets it cannot open. */
  | 'sealed'
  /** Readable by the server. */
  | 'clear'
  /** Readable by the running server alone: the database and its copies hold ciphertext. */
  | 'encrypted'
  /** A key, encrypted under another one. */
  | 'wrapped'
  /** A one-way digest of a high-entropy secret, or of anything under a secret key. */
  | 'hashed'
  /** A slow, salted password hash. */
  | 'password-hash'
  /** A public key, a signature or another value that is meant to be seen. */
  | 'public'
  /** Kept only on a person's own device. */
  | 'on-device';

/** Which table of the privacy policy a value belongs to. */
export type Category = 'content' | 'account' | 'device' | 'sign-in' | 'activity' | 'delivery' | 'operation';

/** Where a value is kept. */
export type Place =
  | 'database'
  /** Inside records of open accounts: `kind.field`. They lie in the database. */
  | 'open-record'
  /** Tasks and subjects, with what wrote them in front: `tasks/every-hour`, `nats/smseal.account.*`. */
  | 'queue'
  /** Below `SMSEAL_HOME`; names may hold `*`. */
  | 'file'
  | 'server-log'
  | 'gateway-log'
  | 'phone-log'
  | 'cookie'
  | 'browser-storage'
  /** Files of the phone's folder, and tables of its journal as `journal/table`. */
  | 'phone-storage'
  /** Files of the gateway's folder; names may hold `*`. */
  | 'gateway-storage'
  /** Files that the command line keeps; names may hold `*`. */
  | 'command-line-storage'
  | 'request-header'
  | 'response-header'
  /** Who opens it and whom it reaches, as `server/database`. */
  | 'connection';

/** Whom a value can be about. */
export type Subject =
  /** Whoever loads a page or sends a request. */
  | 'visitor'
  /** Whoever has the account. */
  | 'holder'
  /** Whoever works for the holder: uses one of the account's devices or runs one of its gateways. */
  | 'staff'
  /** The people whom the account texts, calls or knows; they need no account. */
  | 'recipient';

/** When a value goes away. Each is a job or a rule; `derive/retention.ts` says which. */
export type RetentionId =
  /** With the account. */
  | 'account'
  /** 90 days after the account was closed. */
  | 'closure-90d'
  /** By the account's own preference, else until deleted. */
  | 'preference'
  /** 30 days after it was written. */
  | 'activity-30d'
  /** 90 days after the deletion it records. */
  | 'tombstone-90d'
  /** When the session ends. */
  | 'session'
  /** Minutes: one-time codes and pending links. */
  | 'minutes'
  /** 24 hours after it lost or never got its owner. */
  | 'orphan-24h'
  /** At the full hour after 24 hours. */
  | 'claim-24h'
  /** Seven days after the last text that needs it may leave. */
  | 'pool-key-7d'
  /** With the device. */
  | 'device'
  /** 16 days: as long as the oldest backup may be, and a margin. */
  | 'erasure-16d'
  /** Backups: 13 days. */
  | 'backup-13d'
  /** Log files: 30 days. */
  | 'log-30d'
  /** It passes by and is kept nowhere. */
  | 'passing'
  /** Sums on use that were not released: 30 days. */
  | 'usage-30d'
  /** Figures on use: three years. */
  | 'usage-3y'
  /** As long as the installation: holds nothing about a person. */
  | 'installation';

export interface Rights {
  /** `export`: handed out whole; `describe`: named, not handed out (a secret or its digest). */
  access: 'export' | 'describe';
  rectify: 'self' | 'no';
  /**
   * `destroy`: gone with its owner; nothing here is kept against erasure. `detach`: emptied when its owner goes, in a row that
   * stays and then concerns nobody.
   */
  erase: 'destroy' | 'detach' | 'none';
}

/** One thing held, in one place. Everything that is held or passes has exactly one. */
export interface Entry {
  place: Place;
  /** `table.column`, cookie name, storage key, log key, header name, or as its place says. */
  name: string;
  /** What it holds, in one plain sentence. */
  holds: string;
  /** Why: one of the closed list of purposes. */
  purpose: Purpose;
  necessity: 'required' | 'optional';
  protection: Protection;
  category: Category;
  retention: RetentionId;
  rights: Rights;
  /** Who gets it besides the account's own devices. */
  recipients: readonly Recipient[];
  /** Whose data it is, where its category and place do not tell (`derive/subjects.ts`). */
  subjects?: readonly Subject[];
  /**
   * Set on a column that is encrypted at rest, and tells under which key: the account's own for the column's category, or,
   * where there is no account yet, the day's.
   */
  atRest?: 'account' | 'day';
  /** Set on the column that its table's retention counts from: a day, an instant, or the instant at which the row goes. */
  clock?: true;
  /** When it is there, in one plain sentence, where that is not always. */
  when?: string;
}

export type Recipient =
  /** Whoever carries the server's own notices to the holder's number. */
  | 'notice-route'
  /** The carrier that the account's holder has chosen for texts by program. */
  | 'carrier'
  /** Addresses of the holder's own programs, which they have named themselves. */
  | 'own-programs'
  | 'none';

/** Rights of ordinary personal data: exported, destroyed with its owner, not editable on its own. */
export const ORDINARY: Rights = { access: 'export', rectify: 'no', erase: 'destroy' };
/** Rights of secrets and their digests. */
export const SECRET: Rights = { access: 'describe', rectify: 'no', erase: 'destroy' };
/** Things that say nothing about a person. */
export const IMPERSONAL: Rights = { access: 'describe', rectify: 'no', erase: 'none' };
