import { normaliseNumber, withAsciiDigits } from './number.ts';

/** What an address of a text is. */
export type PartyKind = 'number' | 'short-code' | 'email' | 'name';

/** One other side of a conversation, in the one form in which it is compared and stored. */
export interface Party {
  kind: PartyKind;
  /** E.164, digits, lower-case e-mail, or a sender name exactly as it was shown. */
  value: string;
}

/** The canonical form of an address. Equal forms are the same party; nothing looser is (`[SMS-12]`). */
export function canonicalParty(address: string, defaultCountry?: string): Party {
  const trimmed = address.normalize('NFC').trim();
  const number = normaliseNumber(trimmed, defaultCountry);
  if (number !== null) return { kind: 'number', value: number };
  if (/^[^\s@]+@[^\s@]+$/.test(trimmed)) return { kind: 'email', value: trimmed.toLowerCase() };
  const dialled = withAsciiDigits(trimmed);
  if (/^[+*#]?[0-9\s().\-/]*[0-9][\s().\-/]*$/.test(dialled))
    return { kind: 'short-code', value: dialled.replace(/[^0-9+*#]/g, '') };
  return { kind: 'name', value: trimmed };
}

/** Whether two addresses are the same party. */
export function sameParty(a: string, b: string, defaultCountry?: string): boolean {
  return canonicalParty(a, defaultCountry).value === canonicalParty(b, defaultCountry).value;
}

export interface PartyContext {
  /** The account's own numbers, in any form. */
  own?: readonly string[];
  /** ISO 3166-1 alpha-2 country of the SIM, for national forms. */
  country?: string;
}

/**
 * The other parties of a conversation: canonical, without repeats, sorted by code unit, own numbers left out.
 * A text to oneself keeps the own number: a conversation always has a party if the message had an address.
 */
export function conversationParties(addresses: readonly string[], context: PartyContext = {}): string[] {
  const canonical = (address: string) => canonicalParty(address, context.country).value;
  const all = new Set(addresses.map(canonical).filter((value) => value !== ''));
  const own = new Set((context.own ?? []).map(canonical));
  const others = [...all].filter((value) => !own.has(value));
  return (others.length > 0 ? others : [...all]).sort();
}
