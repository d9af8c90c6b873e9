import { fromBase64Url, toBase64Url, type ContactPayload } from '@smseal/protocol';
import type { ProviderRow } from '../source/provider-door.ts';
import { integerOf, textOf } from './row-values.ts';

/** Largest picture inside a contact, octets. */
const MAX_PICTURE_OCTETS = 8 * 1024;

/** `ContactsContract.CommonDataKinds.Phone.TYPE` and `.Email.TYPE`. */
const PHONE_LABELS: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'mobile',
  3: 'work',
  4: 'work fax',
  5: 'home fax',
  6: 'pager',
  7: 'other',
  12: 'main',
  17: 'work mobile',
};
const EMAIL_LABELS: Readonly<Record<number, string>> = { 1: 'home', 2: 'work', 3: 'other', 4: 'mobile' };

export interface MappedContact {
  /** The phone's stable name for the contact: what its record id is keyed from. */
  key: string;
  payload: ContactPayload;
}

/** Data rows, several to a contact, as contacts in the order in which they first appear. */
export function mapContacts(rows: readonly ProviderRow[], source: 'phone' | 'import'): MappedContact[] {
  const byKey = new Map<string, ProviderRow[]>();
  for (const row of rows) {
    const key = textOf(row, 'lookup') ?? textOf(row, 'contact_id');
    if (key === null) continue;
    const known = byKey.get(key);
    if (known) known.push(row);
    else byKey.set(key, [row]);
  }
  return Array.from(byKey, ([key, data]) => ({ key, payload: contactOf(data, source) }));
}

function contactOf(rows: readonly ProviderRow[], source: 'phone' | 'import'): ContactPayload {
  const of = (kind: string) =>
    rows.filter((row) => textOf(row, 'mimetype') === `vnd.android.cursor.item/${kind}`);
  const first = (kind: string, column: string) => {
    const row = of(kind)[0];
    return row === undefined ? null : textOf(row, column);
  };
  const shown = rows.map((row) => textOf(row, 'display_name')).find((name) => name !== null);
  const optional = {
    given: first('name', 'data2'),
    family: first('name', 'data3'),
    organisation: first('organization', 'data1'),
    note: first('note', 'data1'),
    picture: pictureOf(first('photo', 'data15')),
  };
  return {
    v: 1,
    name: shown ?? first('name', 'data1') ?? optional.organisation ?? '',
    numbers: valuesOf(of('phone_v2'), PHONE_LABELS),
    emails: valuesOf(of('email_v2'), EMAIL_LABELS),
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== null),
    ) as Partial<ContactPayload>),
    source,
  };
}

function valuesOf(rows: readonly ProviderRow[], labels: Readonly<Record<number, string>>) {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const value = textOf(row, 'data1')?.trim() ?? '';
    if (value === '' || seen.has(value)) return [];
    seen.add(value);
    const type = integerOf(row, 'data2') ?? 0;
    return [{ value, label: type === 0 ? textOf(row, 'data3') : (labels[type] ?? null) }];
  });
}

/** A thumbnail of a known form and allowed size; anything else is left out. */
function pictureOf(base64: string | null): ContactPayload['picture'] | null {
  if (base64 === null) return null;
  try {
    const octets = fromBase64Url(
      base64
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace(/[=\s]+/g, ''),
    );
    const contentType = pictureType(octets);
    if (contentType === null || octets.length > MAX_PICTURE_OCTETS) return null;
    return { contentType, data: toBase64Url(octets) };
  } catch {
    return null;
  }
}

/** The content type that a picture's first octets tell. */
export function pictureType(
  octets: Uint8Array,
): 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | null {
  const starts = (...head: number[]) => head.every((octet, i) => octets[i] === octet);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  const webp = [0x57, 0x45, 0x42, 0x50];
  if (starts(0x52, 0x49, 0x46, 0x46) && webp.every((octet, i) => octets[8 + i] === octet))
    return 'image/webp';
  return null;
}
