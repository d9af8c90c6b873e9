export { normaliseText, type SegmentOptions } from './gsm/layout.ts';
export { NATIONAL_TABLES, type NationalLanguage, type NationalTable } from './gsm/national-tables.ts';
export { explainReplacement, gsmReplacement, toGsmText } from './gsm/replacement.ts';
export {
  REPLACEMENT_REASONS,
  type ExplainedReplacement,
  type ReplacementReason,
} from './gsm/replacement-table.ts';
export { countSegments, splitSegments, type Culprit, type SegmentCount } from './gsm/segments.ts';
export { tallyReplacements, type ReplacedCharacter } from './gsm/tally-replacements.ts';
export { smartEncode, type Replacement, type SmartOptions, type SmartText } from './gsm/smart-encoding.ts';
export { typedAddress, type TypedAddress } from './number/address-type.ts';
export { countryOfNumber, formatNumber, knownCountries, normaliseNumber } from './number/number.ts';
export {
  canonicalParty,
  conversationParties,
  sameParty,
  type Party,
  type PartyContext,
  type PartyKind,
} from './number/party.ts';
export { exactDigits, readRecipientNumber, type ReadNumber } from './number/recipient-number.ts';
export {
  decodeUserData,
  type DecodedUserData,
  type ReceivedUserData,
  type UserDataEncoding,
} from './user-data/decode-user-data.ts';
export {
  encodeText,
  joinUserData,
  writePlainText,
  type EncodeOptions,
  type TextPart,
} from './user-data/encode-text.ts';
export { GAP_MARK } from './user-data/join-parts.ts';
export {
  packSeptets,
  packUserData,
  unpackSeptets,
  userDataLength,
  type Packing,
} from './user-data/pack-septets.ts';
export {
  parseUserDataHeader,
  type InformationElement,
  type UserDataHeader,
  type UserDataProblem,
} from './user-data/parse-user-data-header.ts';
export {
  addPart,
  emptyReassembly,
  expireParts,
  partsSoFar,
  type IncomingPart,
  type PartOutcome,
  type PartVerdict,
  type ReassembledText,
  type ReassemblyLimits,
  type ReassemblyState,
} from './user-data/reassembly.ts';
export { writeUserDataHeader, type Concatenation, type HeaderContent } from './user-data/user-data-header.ts';
