import type { MessagePayload } from '@smseal/protocol';
import { PictureShelf } from '../../src/engine/contact/picture-shelf.ts';
import type { Changes } from '../../src/engine/mailbox/change-tracker.ts';
import { Mailbox } from '../../src/engine/mailbox/mailbox.ts';
import type { Opened } from '../../src/engine/mailbox/opened-record.ts';

export interface SomeText {
  id: string;
  from: string;
  text: string;
  /** Minutes after the hour. */
  at: number;
  version?: number;
  payload?: Partial<MessagePayload>;
}

export function instant(minute: number): string {
  return new Date(Date.UTC(2026, 10, 1, 8, minute)).toISOString();
}

/** An incoming text of a conversation with one party. */
export function text({ id, from, text, at, version = 1, payload = {} }: SomeText): Opened<'message'> {
  return {
    kind: 'message',
    id,
    version,
    author: 'phone',
    conversation: `with ${from}`,
    payload: {
      v: 1,
      direction: 'in',
      transport: 'sms',
      parties: [from],
      from,
      text,
      attachments: [],
      at: instant(at),
      sim: null,
      status: 'received',
      read: false,
      source: 'phone',
      ...payload,
    },
  };
}

export function mailboxWith(
  records: Opened<'message'>[],
  tell: (changes: Changes) => void = () => undefined,
): Mailbox {
  const mailbox = new Mailbox(new PictureShelf(), tell);
  for (const record of records) mailbox.put(record);
  return mailbox;
}
