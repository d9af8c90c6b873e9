export { normaliseText, type SegmentOptions } from './gsm/layout.ts';
export { NATIONAL_TABLES, type NationalLanguage, type NationalTable } from './gsm/national-tables.ts';
export { gsmReplacement, toGsmText } from './gsm/replacement.ts';
export { countSegments, splitSegments, type Culprit, type SegmentCount } from './gsm/segments.ts';
export { countryOfNumber, formatNumber, normaliseNumber } from './number/number.ts';
export {
  canonicalParty,
  conversationParties,
  sameParty,
  type Party,
  type PartyContext,
  type PartyKind,
} from './number/party.ts';
