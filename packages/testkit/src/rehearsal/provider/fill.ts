import type { GeneratedCall } from '../history/calls.ts';
import type { GeneratedMessage, History } from '../history/generate-history.ts';
import type { GeneratedContact } from '../history/people.ts';
import type { HandsetStore } from './handset-store.ts';
import { CALL, STATUS } from './schema.ts';

/** The subscription of a SIM slot on this handset. */
export const subscriptionOf = (slot: number | null): number => (slot === null ? -1 : slot + 1);

const MIME = 'vnd.android.cursor.item/';
const NOT_DOWNLOADED = 3;

/** Writes a whole history into an empty handset, in one transaction. */
export function fillHandset(store: HandsetStore, history: History): void {
  store.transaction(() => {
    for (const message of history.messages) writeMessage(store, message);
    for (const message of history.messages.filter((one) => one.transport === 'mms').slice(-NOT_DOWNLOADED)) {
      store.insertMms({
        ...mmsOf(message),
        from: message.parties[0] ?? '',
        pictures: [],
        notDownloaded: true,
      });
    }
    writeContacts(store, history.contacts);
    for (const call of history.calls) writeCall(store, call);
  });
}

function writeMessage(store: HandsetStore, message: GeneratedMessage): void {
  if (message.transport === 'mms') {
    store.insertMms(mmsOf(message));
    return;
  }
  const out = message.box === 'out';
  store.insertSms({
    address: message.shownAs ?? message.parties[0] ?? '',
    body: message.text,
    box: message.box,
    date: message.at,
    dateSent: message.sentAt,
    subscription: subscriptionOf(message.slot),
    read: message.read,
    status: out && message.delivered ? STATUS.complete : STATUS.none,
    ...(message.box === 'failed' ? { errorCode: 1 } : {}),
  });
}

function mmsOf(message: GeneratedMessage): Parameters<HandsetStore['insertMms']>[0] {
  return {
    from: message.from,
    parties: message.parties,
    text: message.text,
    subject: message.subject,
    pictures: message.pictures,
    date: message.at,
    subscription: subscriptionOf(message.slot),
    read: message.read,
  };
}

function writeContacts(store: HandsetStore, contacts: readonly GeneratedContact[]): void {
  const insertContact = store.database.prepare(
    `INSERT INTO contacts (lookup, display_name, has_phone_number, starred, contact_last_updated_timestamp)
      VALUES (?, ?, ?, ?, ?)`,
  );
  const insertData = store.database.prepare(
    'INSERT INTO data (contact_id, mimetype, is_primary, data1, data2, data3) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const owePhoto = store.database.prepare('INSERT INTO rehearsal_photo (data_id, seed) VALUES (?, ?)');
  const showPhoto = store.database.prepare('UPDATE contacts SET photo_id = ? WHERE _id = ?');
  contacts.forEach((person, index) => {
    const lookup = `3789r${index + 1}-${Buffer.from(person.name).toString('hex').slice(0, 24)}`;
    const updated = 1_700_000_000_000 + index * 86_400_000;
    const has = person.numbers.length > 0 ? 1 : 0;
    const id = Number(
      insertContact.run(lookup, person.name, has, person.starred ? 1 : 0, updated).lastInsertRowid,
    );
    const write = (type: string, values: readonly (string | null)[], primary = false): number => {
      const [one = null, two = null, three = null] = values;
      return Number(insertData.run(id, MIME + type, primary ? 1 : 0, one, two, three).lastInsertRowid);
    };
    write('name', [person.name, person.given, person.family]);
    person.numbers.forEach((number, at) => write('phone_v2', [number.value, String(number.type)], at === 0));
    for (const email of person.emails) write('email_v2', [email.value, String(email.type)]);
    if (person.organisation !== null) write('organization', [person.organisation, '1']);
    if (person.note !== null) write('note', [person.note]);
    if (person.photo === null) return;
    const photo = write('photo', []);
    owePhoto.run(photo, person.photo);
    showPhoto.run(photo, id);
  });
}

function writeCall(store: HandsetStore, call: GeneratedCall): void {
  insertCall(store, { ...call, type: CALL[call.type] });
}

/** Writes one line of the call log; a null number is a caller who hid it. */
export function insertCall(
  store: HandsetStore,
  call: {
    number: string | null;
    name: string | null;
    type: (typeof CALL)[keyof typeof CALL];
    at: number;
    duration: number;
    slot: number;
    isNew: boolean;
  },
): number {
  const subscription = subscriptionOf(call.slot);
  return Number(
    store.database
      .prepare(
        `INSERT INTO calls (number, presentation, date, duration, type, subscription_component_name, subscription_id,
          sub_id, new, name, numbertype, countryiso, is_read, last_modified)
          VALUES (?, ?, ?, ?, ?, 'com.android.phone/com.android.services.telephony.TelephonyConnectionService', ?, ?, ?, ?,
          ?, 'US', ?, ?)`,
      )
      .run(
        call.number ?? '',
        call.number === null ? 2 : 1,
        call.at,
        call.duration,
        call.type,
        String(subscription),
        subscription,
        call.isNew ? 1 : 0,
        call.name,
        call.name === null ? null : 2,
        call.isNew ? 0 : 1,
        call.at + call.duration * 1000,
      ).lastInsertRowid,
  );
}
