import type { MessagePayload, MessageStatus } from '@smseal/protocol';
import type { ProviderRow } from '../source/provider-door.ts';
import { UNKNOWN_PARTY, type RowContext, type Skipped } from './row-context.ts';
import { instant, integerOf, textOf, timeMsOf } from './row-values.ts';

/** `Telephony.BaseMmsColumns`: `msg_box`. */
const BOX = { inbox: 1, sent: 2, draft: 3, outbox: 4, failed: 5 } as const;
/** `m_type` (OMA-MMS-ENC §7.3.30): what a PDU is. */
const PDU = { sendRequest: 128, notification: 130, retrieved: 132 } as const;
/** `addr.type` (OMA-MMS-ENC §7.4): whose address. */
const ADDRESS = { bcc: 129, cc: 130, from: 137, to: 151 } as const;
/** What Android writes where the phone's own address belongs. */
const OWN_ADDRESS = 'insert-address-token';
/** IANA MIBenum of UTF-8. */
const UTF8 = 106;

/** A row of table `pdu` with its rows of `addr` and `part`. */
export interface MmsRows {
  pdu: ProviderRow;
  addresses: readonly ProviderRow[];
  parts: readonly ProviderRow[];
}

/** A part that becomes an attachment once its octets are there. */
export interface MmsMedia {
  /** `part._id`; null in a backup, where `row` holds the octets. */
  part: number | null;
  contentType: string;
  name: string | null;
  row: ProviderRow;
}

export interface MappedMms {
  /** Without its attachments. */
  payload: MessagePayload;
  media: MmsMedia[];
}

/** An MMS as a payload and the parts whose octets it still needs. */
export function mapMms(rows: MmsRows, context: RowContext): MappedMms | Skipped {
  const { pdu } = rows;
  const type = integerOf(pdu, 'm_type');
  if (type === PDU.notification) return 'not-downloaded';
  if (type !== null && type !== PDU.sendRequest && type !== PDU.retrieved) return 'not-a-message';
  const box = integerOf(pdu, 'msg_box');
  if (box === BOX.draft) return 'draft';
  const incoming = box === BOX.inbox;
  const status = incoming ? 'received' : statusOf(box, context);
  if (status === null) return 'not-a-message';
  const parts = inOrder(rows.parts).filter((part) => contentTypeOf(part) !== 'application/smil');
  const sentMs = incoming ? timeMsOf(pdu, 'date_sent') : null;
  const subject = subjectOf(pdu);
  const payload: MessagePayload = {
    v: 1,
    direction: incoming ? 'in' : 'out',
    transport: 'mms',
    ...peopleOf(rows, { ...context, incoming }),
    text: parts.filter(isText).map(partText).join('\n'),
    ...(subject === null ? {} : { subject }),
    attachments: [],
    at: instant(timeMsOf(pdu, 'date') ?? 0),
    ...(sentMs === null ? {} : { sentAt: instant(sentMs) }),
    sim: context.sim(integerOf(pdu, 'sub_id') ?? -1),
    status,
    read: !incoming || integerOf(pdu, 'read') !== 0,
    source: context.source,
  };
  return { payload, media: parts.filter((part) => !isText(part)).map(mediaOf) };
}

function statusOf(box: number | null, context: RowContext): MessageStatus | null {
  switch (box) {
    case BOX.sent:
      return 'sent';
    case BOX.failed:
      return 'failed';
    case BOX.outbox:
      return context.source === 'import' ? 'unknown' : 'sending';
    default:
      return null;
  }
}

/** Sender and other parties. The phone's own number never counts, whether it is written out or as its token. */
function peopleOf(
  { addresses }: MmsRows,
  context: RowContext & { incoming: boolean },
): Pick<MessagePayload, 'parties' | 'from'> {
  const known = addresses
    .map((row) => ({ address: textOf(row, 'address')?.trim() ?? '', type: integerOf(row, 'type') }))
    .filter(({ address }) => address !== '' && address !== OWN_ADDRESS);
  const sender = known.find(({ type }) => type === ADDRESS.from)?.address;
  if (!context.incoming) {
    const to = context.others(
      known.filter(({ type }) => type !== ADDRESS.from).map(({ address }) => address),
    );
    return { parties: to.length > 0 ? to : [UNKNOWN_PARTY], from: null };
  }
  const to = known.filter(({ type }) => type !== ADDRESS.from).map(({ address }) => address);
  // A message to one address alone came to this phone, whatever number it was reached under; the token counts as one.
  const tokens = addresses.filter((row) => textOf(row, 'address')?.trim() === OWN_ADDRESS).length;
  const others = to.length + tokens === 1 ? [] : to;
  const parties = context.others([...(sender === undefined ? [] : [sender]), ...others]);
  return {
    parties: parties.length > 0 ? parties : [UNKNOWN_PARTY],
    from: sender === undefined ? UNKNOWN_PARTY : context.party(sender),
  };
}

/** Own numbers that the incoming MMS themselves tell: the recipient of each that went to one address. */
export function ownNumbersOf(incoming: Iterable<readonly ProviderRow[]>): Set<string> {
  const own = new Set<string>();
  for (const addresses of incoming) {
    const to = addresses.filter((row) => integerOf(row, 'type') !== ADDRESS.from);
    const address = to.length === 1 && to[0] ? textOf(to[0], 'address') : null;
    if (address !== null && address !== OWN_ADDRESS) own.add(address);
  }
  return own;
}

/** Android keeps a subject's octets as Latin-1 characters beside the number of their charset. */
function subjectOf(pdu: ProviderRow): string | null {
  const subject = textOf(pdu, 'sub');
  if (subject === null || subject === '') return null;
  if (integerOf(pdu, 'sub_cs') !== UTF8 || [...subject].some((character) => character > '\u00ff'))
    return subject;
  try {
    const octets = Uint8Array.from(subject, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return subject;
  }
}

function inOrder(parts: readonly ProviderRow[]): ProviderRow[] {
  const place = (row: ProviderRow) => integerOf(row, 'seq') ?? 0;
  return [...parts].sort(
    (a, b) => place(a) - place(b) || (integerOf(a, '_id') ?? 0) - (integerOf(b, '_id') ?? 0),
  );
}

function contentTypeOf(part: ProviderRow): string {
  const whole = textOf(part, 'ct')?.toLowerCase() ?? 'application/octet-stream';
  return whole.split(';')[0]?.trim() ?? whole;
}

/** Text whose characters Android keeps in the row; text that lies in a file stays an attachment. */
function isText(part: ProviderRow): boolean {
  const text = part['text'];
  return contentTypeOf(part) === 'text/plain' && text !== null && text !== undefined;
}

function partText(part: ProviderRow): string {
  return String(part['text'] ?? '');
}

function mediaOf(part: ProviderRow): MmsMedia {
  const name = textOf(part, 'name') ?? textOf(part, 'cl') ?? textOf(part, 'fn');
  return { part: integerOf(part, '_id'), contentType: contentTypeOf(part), name, row: part };
}
