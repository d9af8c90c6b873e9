import { isNationalLanguage } from '../gsm/septets.ts';
import { ELEMENT, type Concatenation, type HeaderContent } from './user-data-header.ts';

/** What is wrong with user data that was read all the same. */
export type UserDataProblem =
  /** The header claims more octets than there are: all of them are taken as text, so that nothing is lost. */
  | 'header-cut-off'
  /** An element claims more octets than the header has left; it and what follows it are skipped. */
  | 'element-cut-off'
  /** An element has a wrong length, or a part number that is 0 or above the total (§9.2.3.24.1); it is skipped. */
  | 'element-malformed'
  /** A national table that no release defines; the default one is used. */
  | 'unknown-language'
  /** Octets above 0x7F where septets were promised; each is read as U+FFFD. */
  | 'not-septets'
  /** UCS-2 of an odd number of octets; the last is left out. */
  | 'odd-octet';

export interface InformationElement {
  id: number;
  data: Uint8Array;
}

export interface UserDataHeader extends HeaderContent {
  /** Octets that the header takes, its length octet included; 0 when there is none. */
  octets: number;
  /** Every element that is whole, known or not, in its order. */
  elements: InformationElement[];
  problems: UserDataProblem[];
}

function concatenation({ id, data }: InformationElement): Concatenation | null {
  const bits = id === ELEMENT.concatenation8 ? 8 : 16;
  if (data.length !== (bits === 8 ? 3 : 4)) return null;
  const [total = 0, part = 0] = data.subarray(-2);
  if (part === 0 || part > total) return null;
  const [high = 0, low = 0] = data;
  return { reference: bits === 8 ? high : (high << 8) | low, bits, total, part };
}

function elementsOf(octets: Uint8Array): { elements: InformationElement[]; whole: boolean } {
  const elements: InformationElement[] = [];
  for (let at = 0; at < octets.length;) {
    const [id = 0, length = octets.length] = octets.subarray(at, at + 2);
    if (at + 2 + length > octets.length) return { elements, whole: false };
    elements.push({ id, data: octets.subarray(at + 2, at + 2 + length) });
    at += 2 + length;
  }
  return { elements, whole: true };
}

/** A part without a header. */
export function noUserDataHeader(problems: UserDataProblem[] = []): UserDataHeader {
  return { octets: 0, elements: [], concatenation: null, locking: null, single: null, problems };
}

/**
 * Reads the header at the beginning of user data; never throws. Of a repeated element the last one counts
 * (TS 23.040 §9.2.3.24), unknown elements are skipped.
 */
export function parseUserDataHeader(userData: Uint8Array): UserDataHeader {
  const octets = (userData[0] ?? 0) + 1;
  if (octets > userData.length) return noUserDataHeader(['header-cut-off']);
  const { elements, whole } = elementsOf(userData.subarray(1, octets));
  const header: UserDataHeader = { ...noUserDataHeader(), octets, elements };
  const problems = new Set<UserDataProblem>(whole ? [] : ['element-cut-off']);
  for (const element of elements)
    switch (element.id) {
      case ELEMENT.concatenation8:
      case ELEMENT.concatenation16: {
        const found = concatenation(element);
        if (found) header.concatenation = found;
        else problems.add('element-malformed');
        break;
      }
      case ELEMENT.singleShift:
      case ELEMENT.lockingShift: {
        const kind = element.id === ELEMENT.singleShift ? 'single' : 'locking';
        const [language] = element.data;
        if (language === undefined || element.data.length !== 1) problems.add('element-malformed');
        else if (isNationalLanguage(language, kind)) header[kind] = language;
        // 0 is reserved for the default tables (TS 23.038 §6.2.1.2.4).
        else if (language !== 0) problems.add('unknown-language');
        break;
      }
    }
  return { ...header, problems: [...problems] };
}
