import type { Attachment, Sim } from '@smseal/protocol';
import type { ContactBook } from '../contact/contact-book.ts';
import type { PictureShelf } from '../contact/picture-shelf.ts';
import type { ThreadAttachment, ThreadItem } from '../engine-api.ts';
import { statusOf, textBehind, type FindText } from './message-status.ts';
import {
  attachmentsOf,
  isMine,
  partiesOf,
  textOf,
  timeOf,
  type MessageEntry,
  type TextEntry,
  type ThreadEntry,
} from './thread-entry.ts';

/** What a thread's items are made with. */
export interface ItemContext {
  contacts: ContactBook;
  pictures: PictureShelf;
  text: FindText;
  /** Name of a device of the chain, removed ones included. */
  deviceName: (id: string) => string | null;
  isGateway: (id: string) => boolean;
  /** Whether the service can read the account, too. */
  isOpen: boolean;
}

/** An entry as the thread shows it. */
export function threadItem(entry: ThreadEntry, context: ItemContext): ThreadItem {
  const { status, error } = statusOf(entry, context.text);
  return {
    id: entry.id,
    mine: isMine(entry),
    from: senderInGroup(entry, context),
    text: textOf(entry),
    subject: entry.type === 'message' ? (entry.payload.subject ?? null) : null,
    attachments: attachmentsOf(entry).map((attachment) => attachmentView(attachment, context)),
    at: timeOf(entry),
    transport: entry.type === 'message' ? entry.payload.transport : transportOf(entry),
    status,
    error,
    sim: entry.type === 'message' ? entry.payload.sim : simOf(entry),
    route: entry.type === 'message' ? messageRoute(entry, context) : textRoute(entry, context),
    late: entry.type === 'message' && entry.payload.seenLate !== undefined,
    goneFromPhone: entry.type === 'message' && entry.payload.goneFromPhone !== undefined,
    sentAs: entry.type === 'text' ? entry.id : (entry.payload.batch ?? null),
  };
}

function attachmentView(attachment: Attachment, context: ItemContext): ThreadAttachment {
  return {
    key: attachment.blob,
    contentType: attachment.contentType,
    name: attachment.name,
    size: attachment.size,
    width: attachment.width ?? null,
    height: attachment.height ?? null,
    thumbnail: attachment.thumbnail
      ? context.pictures.url(`blob:${attachment.blob}`, attachment.thumbnail)
      : null,
  };
}

function senderInGroup(entry: ThreadEntry, { contacts }: ItemContext): ThreadItem['from'] {
  if (entry.type === 'text' || entry.payload.direction === 'out') return null;
  const number = entry.payload.from;
  if (number === null || partiesOf(entry).length < 2) return null;
  return { number: contacts.formatted(number), name: contacts.nameOf(number) };
}

function simOf({ outgoing }: TextEntry): Sim | null {
  return outgoing.simSlot === null ? null : { slot: outgoing.simSlot, label: null };
}

function transportOf({ outgoing }: TextEntry): 'sms' | 'mms' {
  return outgoing.to.length > 1 || outgoing.attachments.length > 0 ? 'mms' : 'sms';
}

function simWords(sim: Sim | null): string {
  if (sim?.slot === null || sim?.slot === undefined) return '';
  return ` (SIM ${sim.slot + 1}${sim.label ? `, ${sim.label}` : ''})`;
}

function messageRoute(entry: MessageEntry, context: ItemContext): string {
  const { payload } = entry;
  const kept = context.isOpen ? 'Readable by the service' : 'Sealed to your devices';
  if (payload.source === 'import') return `Imported. ${kept}`;
  if (payload.direction === 'in') return kept;
  const phone = context.deviceName(textBehind(entry, context.text)?.target ?? entry.author);
  return phone === null
    ? `Sent by your phone${simWords(payload.sim)}`
    : `Sent by your phone ${phone}${simWords(payload.sim)}`;
}

function textRoute(entry: TextEntry, context: ItemContext): string {
  const phone = context.deviceName(entry.outgoing.target);
  if (context.isGateway(entry.outgoing.target)) return gatewayRoute(entry, phone);
  const name = phone === null ? 'your phone' : `your phone ${phone}`;
  const sim = simWords(simOf(entry));
  const { state } = entry.outgoing;
  return state === 'sent' || state === 'delivered'
    ? `Sent by ${name}${sim}`
    : `Sealed to ${name}${sim}, which sends it`;
}

function gatewayRoute({ outgoing: { state } }: TextEntry, gateway: string | null): string {
  const name = `your gateway ${gateway ?? ''}`.trimEnd();
  return state === 'sent' || state === 'delivered'
    ? `Handed to the carrier by ${name}`
    : `Sealed to ${name}, which sends it`;
}
