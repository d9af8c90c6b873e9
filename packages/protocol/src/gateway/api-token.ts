import type { Id } from '../schema.ts';

const FORM = /^smseal_([A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{43})$/;

/** An API key as its owner holds it: the key's id, and 256 random bits in base64url that are kept nowhere else. */
export interface ApiToken {
  id: Id;
  secret: string;
}

/** `smseal_<id>_<secret>`: told from other tokens by its beginning, so that a scanner of secrets can find it. */
export function formatApiToken({ id, secret }: ApiToken): string {
  return `smseal_${id}_${secret}`;
}

/** The parts of a token; null for anything else. */
export function parseApiToken(text: string): ApiToken | null {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}
