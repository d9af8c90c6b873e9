import { Type, type TSchema } from 'typebox';

/** An object that refuses every member it does not name: an unlisted field is a 422. */
export function closed<T extends Record<string, TSchema>>(properties: T) {
  return Type.Object(properties, { additionalProperties: false });
}

/** Unpadded base64url of exactly `octets` octets. */
export function octets(count: number) {
  const length = Math.ceil((count * 4) / 3);
  return Type.String({ pattern: `^[A-Za-z0-9_-]{${length}}$` });
}

/** Unpadded base64url of at most `most` octets, not empty. */
export function octetsUpTo(most: number) {
  return Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: Math.ceil((most * 4) / 3) });
}

/** 128 bits as 22 base64url characters: random or keyed, never time-ordered. */
export const Id = octets(16);
export type Id = string;

/** A UTC day, `YYYY-MM-DD`. */
export const Day = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });

/** RFC 3339 UTC with milliseconds: `2026-11-22T02:06:36.000Z`. */
export const Instant = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
});

/** A non-negative integer that a double holds exactly. */
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A positive integer that a double holds exactly. */
export const Positive = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** A short text that people typed or will read: no control characters. */
export function shortText(most: number) {
  return Type.String({ minLength: 1, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });
}
