/** Linking: commit, then reveal; the new device shows six digits, the trusted one takes them (packages/seal/SPEC.md). */
import { Type, type Static } from 'typebox';
import { DeviceDescription, PLATFORMS } from '../device/chain.ts';
import { closed, Id, octets, shortText } from '../schema.ts';

export const LINK_MS = 120_000;
export const LINK_TRIES = 3;

/**
 * `POST /v1/links` by the new device. With a session the account is known; else `identifier` (e-mail or mobile number)
 * names it, and the answer is the same for known and unknown ones.
 */
export const OpenLink = closed({
  identifier: Type.Optional(shortText(254)),
  platform: Type.Enum([...PLATFORMS]),
  name: shortText(80),
  /** SHA-256 over nonce and reveal. */
  commitment: octets(32),
  /** SHA-256 of the bearer token that the new device made for itself. */
  credential: octets(32),
});
export type OpenLink = Static<typeof OpenLink>;
export interface LinkOpened {
  link: Id;
  /** Bearer secret of the new device for this link. */
  secret: string;
  expires: string;
}

/** A pending link as trusted devices see it (`GET /v1/links`, and live `link`). */
export interface PendingLink {
  link: Id;
  platform: (typeof PLATFORMS)[number];
  name: string;
  commitment: string;
  expires: string;
  state: LinkState;
}

export const LINK_STATES = ['waiting', 'answered', 'revealed', 'finished', 'refused', 'expired'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** `POST /v1/links/{id}/answer` by a trusted device. */
export const AnswerLink = closed({ nonce: octets(32), device: Id, chainHead: octets(32) });
export type AnswerLink = Static<typeof AnswerLink>;

/** What the new device opens its commitment to. */
export const LinkReveal = closed({
  nonce: octets(32),
  device: DeviceDescription,
  /** Where the new device runs: a web origin, or `agent` for a program. */
  origin: shortText(200),
});
export type LinkReveal = Static<typeof LinkReveal>;

/** `POST /v1/links/{id}/reveal` by the new device. */
export const RevealLink = closed({ reveal: LinkReveal });

/** `GET /v1/links/{id}` by either side (`?wait=1` holds the answer up to 25 s until the state differs from `?state=`). */
export interface LinkView {
  link: Id;
  account: Id | null;
  state: LinkState;
  commitment: string;
  answer: AnswerLink | null;
  reveal: LinkReveal | null;
}
