import { RETENTION_RULES, type RecordKind } from '@smseal/inventory';
import { Type, type Static } from 'typebox';
import { SignedPlan } from '../erasure/erasure.ts';
import { Code } from '../identity/identity.ts';
import { closed, Id, Instant } from '../schema.ts';

/** Bounds of the retention preference, in days; null keeps content until it is deleted. */
export const RETENTION_DAYS = RETENTION_RULES.preference.bounds;

/** `PATCH /v1/account`. */
export const PatchAccount = closed({
  retentionDays: Type.Optional(
    Type.Union([Type.Integer({ minimum: RETENTION_DAYS.min, maximum: RETENTION_DAYS.max }), Type.Null()]),
  ),
});
export type PatchAccount = Static<typeof PatchAccount>;

/**
 * Who can read an account's content. `sealed`: its devices alone. `open`: the service, too. `sealing`: still the service what
 * no device has sealed yet; nothing is added to that, and the way back does not exist.
 */
export const ACCOUNT_KINDS = ['sealed', 'open', 'sealing'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** `GET /v1/account`. */
export interface AccountView {
  id: Id;
  kind: AccountKind;
  retentionDays: number | null;
  counts: { records: Record<string, number>; blobs: number; blobOctets: number; batches: number };
}

/** `GET /v1/account/older?days=N`: how much would go at once if content were kept for so many days. */
export const AskOlder = closed({
  days: Type.Integer({ minimum: RETENTION_DAYS.min, maximum: RETENTION_DAYS.max }),
});
export type OlderCounts = Partial<Record<RecordKind | 'batch', number>>;

/** `POST /v1/kept-key/code`: a code to the holder's number. `POST /v1/kept-key`: with it, the key of an open account. */
export const AskKeptKey = closed({ code: Code });
export type AskKeptKey = Static<typeof AskKeptKey>;
export interface KeptKey {
  secretKey: string;
}

/**
 * `DELETE /v1/account`: the e-mail typed once more, and, where a device that can `admit` is at hand, the plan that it signed
 * (`AccountPlan`). Answers 200 with an `AccountErasure` when every row of the account is gone, and 202 where there are so many
 * that they still go: nothing opens the account any more either way.
 */
export const DeleteAccount = closed({
  email: Type.String({ maxLength: 254 }),
  signed: Type.Optional(SignedPlan),
});
export type DeleteAccount = Static<typeof DeleteAccount>;

/** `POST /v1/account/close`: the e-mail typed once more. The account lies still from then on, and can be woken. */
export const CloseAccount = closed({ email: Type.String({ maxLength: 254 }) });

/** What the activity log may say happened. */
export const ACTIONS = [
  'sign-up',
  'sign-in',
  'sign-out',
  'password-set',
  'password-reset',
  'passkey-added',
  'passkey-removed',
  'session-revoked',
  'device-added',
  'device-removed',
  'secret-key-replaced',
  'account-recovered',
  'kept-key-handed-out',
  'account-sealed',
  'retention-changed',
  'email-changed',
  'mobile-changed',
  'account-closed',
  'account-woken',
  'account-deleted',
] as const;
export type Action = (typeof ACTIONS)[number];

/** One line of `GET /v1/activity`: exactly these fields are stored, for 30 days. */
export const ActivityEntry = closed({
  id: Id,
  at: Instant,
  ip: Type.String(),
  action: Type.Enum([...ACTIONS]),
  device: Type.Union([Id, Type.Null()]),
});
export type ActivityEntry = Static<typeof ActivityEntry>;
export interface ActivityPage {
  entries: ActivityEntry[];
  next: string | null;
}
