/** From an item of a backup to a payload: the same mapping as the phone agent's, since the attributes are its columns. */
import { mapCall, mapMms, mapSms, type ProviderRow, type RowContext, type Skipped } from '@smseal/client';
import type { CallPayload, MessagePayload } from '@smseal/protocol';
import { canonicalParty, conversationParties } from '@smseal/sms';
import type { BackupItem, RawAttributes } from './backup-reader.ts';
import type { Lifted } from './part-lifter.ts';

export interface BackupMedia {
  contentType: string;
  name: string | null;
  octets: Uint8Array<ArrayBuffer>;
}

export type MappedItem =
  | { kind: 'message'; payload: MessagePayload; media: BackupMedia[]; lostMedia: number }
  | { kind: 'call'; payload: CallPayload }
  | { kind: 'skipped'; reason: Skipped | 'no-time' };

/** `addr.type` (OMA-MMS-ENC §7.4). */
const FROM = '137';
const TO = '151';

/** How the rows of a backup are to be read; own numbers are learned on the way from messages that tell them. */
export function importContext(country: string | undefined, own: Set<string>): RowContext {
  const party = (address: string) => canonicalParty(address, country).value;
  const options = () => ({ own: [...own], ...(country === undefined ? {} : { country }) });
  return {
    party,
    others: (addresses) => conversationParties(addresses, options()),
    sim: () => null,
    source: 'import',
  };
}

/** Maps one item. A time of zero or none is no time: such an item cannot be placed and is skipped, and said so. */
export function mapItem(item: BackupItem, context: RowContext): MappedItem {
  if (!/^[1-9][0-9]*$/.test(item.attributes['date'] ?? '')) return { kind: 'skipped', reason: 'no-time' };
  switch (item.kind) {
    case 'call':
      return { kind: 'call', payload: mapCall(item.attributes, context) };
    case 'sms': {
      const payload = mapSms(item.attributes, context);
      return typeof payload === 'string'
        ? { kind: 'skipped', reason: payload }
        : { kind: 'message', payload, media: [], lostMedia: 0 };
    }
    case 'mms':
      return mapPictureMessage(item, context);
  }
}

function mapPictureMessage(item: Extract<BackupItem, { kind: 'mms' }>, context: RowContext): MappedItem {
  const data = new Map<ProviderRow, Lifted | null>();
  const parts = item.parts.map((part): ProviderRow => {
    const row: ProviderRow = {
      ...part.attributes,
      text: part.attributes['text'] === 'null' ? null : (part.attributes['text'] ?? null),
    };
    data.set(row, part.data);
    return row;
  });
  const mapped = mapMms({ pdu: item.attributes, addresses: addressesOf(item), parts }, context);
  if (typeof mapped === 'string') return { kind: 'skipped', reason: mapped };
  const media: BackupMedia[] = [];
  for (const { row, contentType, name } of mapped.media) {
    const octets = data.get(row);
    if (octets instanceof Uint8Array && octets.length > 0) media.push({ contentType, name, octets });
  }
  return { kind: 'message', payload: mapped.payload, media, lostMedia: mapped.media.length - media.length };
}

/** The addresses of a picture message; older files have only the joined `address` of the message itself. */
function addressesOf(item: Extract<BackupItem, { kind: 'mms' }>): RawAttributes[] {
  if (item.addresses.length > 0) return item.addresses;
  const joined = item.attributes['address'] ?? '';
  const incoming = item.attributes['msg_box'] === '1';
  return joined
    .split('~')
    .filter((address) => address !== '' && address !== 'null')
    .map((address, i) => ({ address, type: incoming && i === 0 ? FROM : TO }));
}
