import { fromBase64Url } from '@smseal/protocol';
import type { ArchivedContact } from './archive-format.ts';

/** A contact as vCard 4.0 (RFC 6350), lines folded at 75 octets, ended by CRLF. */
export function vcard(contact: ArchivedContact): string {
  const { id, name, given, family, organisation, numbers, emails, note, picture } = contact;
  let groups = 0;
  const labelled = (property: string, label: string | null, value: string): string[] => {
    const type = label === null ? undefined : TYPES[label.toLowerCase()];
    if (label === null || type !== undefined) return [`${property}${type ? `;TYPE=${type}` : ''}${value}`];
    const group = `item${++groups}`;
    return [`${group}.${property}${value}`, `${group}.X-ABLABEL:${escaped(label)}`];
  };
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `UID;VALUE=text:${escaped(id)}`,
    `FN:${escaped(name)}`,
    ...(given || family ? [`N:${escaped(family ?? '')};${escaped(given ?? '')};;;`] : []),
    ...(organisation ? [`ORG:${escaped(organisation)}`] : []),
    ...numbers.flatMap(({ value, label }) => labelled('TEL', label, telephone(value))),
    ...emails.flatMap(({ value, label }) => labelled('EMAIL', label, `:${escaped(value)}`)),
    ...(note ? [`NOTE:${escaped(note)}`] : []),
    ...(picture ? [`PHOTO:data:${picture.contentType};base64,${base64(picture.data)}`] : []),
    'END:VCARD',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Labels that have a type of their own (RFC 6350 §6.4.1). */
const TYPES: Readonly<Record<string, string>> = {
  mobile: 'cell',
  cell: 'cell',
  home: 'home',
  work: 'work',
  fax: 'fax',
  pager: 'pager',
  main: 'voice',
};

/** A subscriber's number is a `tel:` address; anything else is text. */
function telephone(value: string): string {
  const digits = value.replaceAll(/[\s().-]/g, '');
  return /^\+[1-9][0-9]{6,14}$/.test(digits) ? `;VALUE=uri:tel:${digits}` : `;VALUE=text:${escaped(value)}`;
}

/** RFC 6350 §3.4. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(',', '\\,')
    .replaceAll(';', '\\;');
}

function base64(base64Url: string): string {
  const octets = fromBase64Url(base64Url);
  let binary = '';
  for (const octet of octets) binary += String.fromCharCode(octet);
  return btoa(binary);
}

const LINE_OCTETS = 75;

/** RFC 6350 §3.2: never within a letter's octets. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += letter;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
