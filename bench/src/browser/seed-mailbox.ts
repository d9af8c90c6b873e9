import { putRecords } from '@smseal/client';
import type { ContactPayload, MessagePayload } from '@smseal/protocol';
import { conversationId, randomId, sealRecords, type SealRecordInput } from '@smseal/seal';
import {
  generateHistory,
  makePhoto,
  newPerson,
  type GeneratedContact,
  type GeneratedMessage,
  type Person,
  type System,
} from '@smseal/testkit';

export interface SeededMailbox {
  person: Person;
  /** Of every message, newest first. */
  texts: string[];
  /** Sizes of the sealed messages' envelopes, in octets. */
  envelopes: number[];
  /** A word that only the oldest message has. */
  oldestWord: string;
  /** The conversation with the most messages. */
  longest: string;
}

const AT_ONCE = 1_000;
const OLDEST_WORD = 'quernstone';
/** The story ends here, whenever it is told. */
const NOW = Date.UTC(2026, 10, 20);

/** Makes an account with `messages` texts in some 300 conversations, sealed as a phone does, through the public doors. */
export async function seedMailbox(system: System, messages: number): Promise<SeededMailbox> {
  const codeFor = (mobile: string) => system.oneTimePassword(mobile);
  const person = await newPerson(system.origin, { codeFor }, { origin: system.origin });
  const { keyring, identity } = await person.membershipAt(system.origin);
  const api = person.apiAt(system.origin);
  const { account, keys } = identity;
  let authorSeq = 0;
  const envelopes: number[] = [];
  const post = async (things: Omit<SealRecordInput, 'keyring' | 'account' | 'author' | 'authorSeq'>[]) => {
    for (let from = 0; from < things.length; from += AT_ONCE) {
      const inputs = things
        .slice(from, from + AT_ONCE)
        .map((thing) => ({ ...thing, keyring, account, author: keys.id, authorSeq: ++authorSeq }));
      const records = await sealRecords(inputs);
      for (const { kind, envelope } of records)
        if (kind === 'message') envelopes.push(Math.floor((envelope.length * 3) / 4));
      await putRecords(api, records);
    }
  };
  const history = generateHistory({ seed: 'bench', counts: { messages, contacts: 700, calls: 0 }, now: NOW });
  const told = history.messages.filter(({ box }) => box === 'in' || box === 'out').toReversed();
  const oldest = told.at(-1);
  if (oldest) oldest.text += ` ${OLDEST_WORD}`;
  const conversations = new Map<string, { id: string; messages: number }>();
  const sealable = [];
  for (const message of told) {
    const parties = message.parties.toSorted();
    const known = conversations.get(parties.join()) ?? {
      id: await conversationId(keyring, parties),
      messages: 0,
    };
    known.messages++;
    conversations.set(parties.join(), known);
    const payload = messageOf(message, parties);
    const clear = { conversation: known.id, day: payload.at.slice(0, 10) };
    sealable.push({ kind: 'message' as const, id: randomId(), version: 1, clear, payload });
  }
  await post(
    history.contacts.map((contact) => ({
      kind: 'contact' as const,
      id: randomId(),
      version: 1,
      payload: contactOf(contact),
    })),
  );
  await post(sealable);
  const [longest] = [...conversations.values()].toSorted((a, b) => b.messages - a.messages);
  return {
    person,
    texts: told.map(({ text }) => text),
    envelopes,
    oldestWord: OLDEST_WORD,
    longest: longest?.id ?? '',
  };
}

function messageOf(message: GeneratedMessage, parties: string[]): MessagePayload {
  const incoming = message.box === 'in';
  return {
    v: 1,
    direction: incoming ? 'in' : 'out',
    transport: message.transport,
    parties,
    from: message.from,
    text: message.text,
    attachments: [],
    at: new Date(message.at).toISOString(),
    sim: { slot: message.slot, label: null },
    status: incoming ? 'received' : message.delivered ? 'delivered' : 'sent',
    read: message.read,
    source: 'phone',
  };
}

function contactOf({ name, given, family, numbers, emails, photo }: GeneratedContact): ContactPayload {
  return {
    v: 1,
    name,
    given,
    family,
    numbers: numbers.map(({ value }) => ({ value, label: null })),
    emails: emails.map(({ value }) => ({ value, label: null })),
    ...(photo === null
      ? {}
      : {
          picture: { contentType: 'image/jpeg', data: Buffer.from(makePhoto(photo)).toString('base64url') },
        }),
    source: 'phone',
  };
}
