/**
 * A door of its own, `@smseal/sms/geography`: the metadata that tell a number's type weigh 40 kB compressed (those that only
 * tell its length 19), the time zones 11. Screens that show neither never load them.
 */
import { parsePhoneNumberFromString, type PhoneNumber, type PhoneNumberType } from 'libphonenumber-js/max';
import { timeZonesOfPrefix } from './time-zones.ts';

/** What a numbering plan uses a number for. `unknown` where no range of the plan has it. */
export type NumberType =
  | 'mobile'
  | 'fixed'
  | 'fixed-or-mobile'
  | 'toll-free'
  | 'premium'
  | 'shared-cost'
  | 'voip'
  | 'personal'
  | 'pager'
  | 'company'
  | 'voicemail'
  | 'unknown';

const TYPES = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'fixed-or-mobile',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'shared-cost',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  UAN: 'company',
  VOICEMAIL: 'voicemail',
} as const satisfies Record<PhoneNumberType, NumberType>;

export interface NumberDescription {
  /** ISO 3166-1 alpha-2; null for numbers of no one country, and when a shared plan does not tell. */
  country: string | null;
  type: NumberType;
  /**
   * IANA names of all zones in which its owner may be at home; empty when nothing is known. Whoever keeps quiet hours has
   * to keep them in all of these.
   */
  timeZones: readonly string[];
}

/**
 * Calling codes whose mobile numbers have area codes: North America, Mexico, Argentina, Brazil, Indonesia, China. Elsewhere
 * a mobile number may live anywhere in its country.
 */
const MOBILE_AREA_CODES: ReadonlySet<string> = new Set(['1', '52', '54', '55', '62', '86']);
/** Countries that share a calling code without area codes in common. */
const COUNTRY_PREFIXES: Readonly<Record<string, string>> = { KZ: '77' };

function isGeographic(type: NumberType, callingCode: string): boolean {
  if (type === 'fixed' || type === 'fixed-or-mobile') return true;
  return type === 'mobile' && MOBILE_AREA_CODES.has(callingCode);
}

function timeZones(number: PhoneNumber, type: NumberType): readonly string[] {
  const digits = number.number.slice(1);
  if (isGeographic(type, number.countryCallingCode)) return timeZonesOfPrefix(digits);
  return timeZonesOfPrefix(COUNTRY_PREFIXES[number.country ?? ''] ?? number.countryCallingCode);
}

/** Country, type and time zones of an E.164 number; of anything else nothing is known. */
export function describeNumber(number: string): NumberDescription {
  const parsed = /^\+[1-9][0-9]{6,14}$/.test(number)
    ? parsePhoneNumberFromString(number, { extract: false })
    : undefined;
  if (!parsed) return { country: null, type: 'unknown', timeZones: [] };
  const found = parsed.getType();
  const type = found ? TYPES[found] : 'unknown';
  return { country: parsed.country ?? null, type, timeZones: timeZones(parsed, type) };
}
