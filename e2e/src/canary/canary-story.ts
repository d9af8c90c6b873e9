/** A day with an account in which everything that is said is a canary. */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fetchBlob } from '@smseal/client';
import type {
  ContactPayload,
  ConversationPayload,
  LivePayload,
  MessagePayload,
  SettingPayload,
} from '@smseal/protocol';
import { contactId, conversationId } from '@smseal/seal';
import { startSystem, type System } from '@smseal/testkit';
import { CHROMIUM, launchBrowser } from '../browser.ts';
import { carrierAt } from '../gateway/carrier-at.ts';
import { GatewayOwner } from '../gateway/gateway-owner.ts';
import { atHandset } from '../handset.ts';
import { HeadlessBrowser } from '../headless-browser.ts';
import type { Lifetime } from '../lifetime.ts';
import { until } from '../until.ts';
import { startCarrier, type Carrier } from './carrier.ts';
import { startRecorder, type Recorder } from './recorder.ts';
import { tellShopStory, type Shop } from './shop-story.ts';

/** What people, not clients, brought into the story. */
export interface Said {
  email: string;
  mobile: string;
  password: string;
  oneTimePassword: string;
  friend: string;
  caller: string;
  /** Who is texted by a program, through the gateway. */
  client: string;
  /** What that program authenticates with. */
  apiToken: string;
  words: string[];
  picture: Uint8Array;
}

export interface CanaryStory {
  system: System;
  browser: HeadlessBrowser;
  said: Said;
  /** Another account, whose holder is at a real browser; null where there is no Chromium. */
  shop: Shop | null;
  /** Where every program was told to put its temporary files. */
  temporary: string;
  wires: Record<'server' | 'database' | 'notice', Recorder>;
}

/** Tells the story to its end; the system goes on running. */
export async function tellCanaryStory(lifetime: Lifetime): Promise<CanaryStory> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'smseal-canary-'));
  lifetime.after(() => rm(temporary, { recursive: true, force: true }));
  const wires: Partial<CanaryStory['wires']> = {};
  const carrier = await startCarrier(lifetime);
  const starting = startSystem({
    programs: ['database', 'rehearsal', 'server', 'gateway', 'gateway2', 'phone'],
    seed: randomInt(1_000_000),
    counts: { messages: 120, contacts: 12, calls: 10 },
    env: {
      TMPDIR: temporary,
      SMSEAL_GATEWAY_STATUS: '1',
      SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(carrier.smsc.url).host}`,
    },
    through: async (address, url) => (wires[address] = await startRecorder(lifetime, url)).url,
  });
  const [system, chromium] = await Promise.all([starting, CHROMIUM === undefined ? null : launchBrowser()]);
  lifetime.after(() => system.stop());
  lifetime.after(async () => chromium?.close());
  const { server, database, notice } = wires;
  if (!server || !database || !notice) throw new Error('an address was not announced');
  const said = newWords();
  // Before anybody else does: the handset takes the first number that a code is texted to for its own.
  const browser = await HeadlessBrowser.signUp(system, said);
  lifetime.after(() => Promise.resolve(browser.close()));
  const [, shop] = await Promise.all([
    tellPersonsStory({ system, browser, said }, carrier),
    chromium && tellShopStory(chromium, system, carrier),
  ]);
  return { system, browser, said, shop, temporary, wires: { server, database, notice } };
}

async function tellPersonsStory(cast: Cast, carrier: Carrier): Promise<void> {
  const { system, browser, said } = cast;
  said.oneTimePassword = await system.oneTimePassword(said.mobile);
  const phone = await browser.linkPhone();
  await browser.read('the phone’s report', (store) =>
    store.payloads<SettingPayload>('setting').find(({ name }) => name.startsWith('phone:')),
  );
  await exchangeTexts(cast, phone);
  await writeRecords(cast);
  await textByProgram(cast, carrier);
  await liveEvents(cast, phone);
}

type Cast = Pick<CanaryStory, 'system' | 'browser' | 'said'>;

function newWords(): Said {
  const digits = (count: number): string => String(randomInt(10 ** (count - 1), 10 ** count));
  const unique = (word: string): string => `${word} ${randomBytes(6).toString('hex')}`;
  return {
    email: `canary-${randomBytes(6).toString('hex')}@mail.example`,
    mobile: `+4477${digits(8)}`,
    password: unique('a password of somebody'),
    oneTimePassword: '',
    friend: `+1415${digits(3)}0177`,
    caller: `+1628${digits(7)}`,
    client: `+48600${digits(6)}`,
    apiToken: '',
    words: [
      'heard',
      'said',
      'beside a picture',
      'Ida',
      'note',
      'draft',
      'offered',
      'replied',
      'Post',
      'parcel',
      'at the door',
    ].map(unique),
    picture: new Uint8Array(),
  };
}

async function exchangeTexts({ system, browser, said }: Cast, phone: string): Promise<void> {
  const [heard = '', answered = '', beside = ''] = said.words;
  const has = (text: string) =>
    browser.read(`the text “${text}”`, (store) =>
      store.payloads<MessagePayload>('message').find((message) => message.text === text),
    );
  await atHandset(system, '/page/text', { from: said.friend, text: `${heard} žluť 🐦` });
  await has(`${heard} žluť 🐦`);
  await browser.send(phone, [{ to: [said.friend], text: answered, simSlot: 0 }]);
  await has(answered);
  await atHandset(system, '/page/picture', { from: said.friend, text: beside });
  const { attachments } = await has(beside);
  const [attachment] = attachments;
  if (!attachment) throw new Error('the picture did not come');
  said.picture = await fetchBlob(browser.api, attachment);
}

async function writeRecords({ browser, said }: Cast): Promise<void> {
  const [, , , name = '', note = '', draft = ''] = said.words;
  const { keyring } = browser.membership;
  const contact: ContactPayload = {
    v: 1,
    name,
    numbers: [{ value: said.friend, label: 'mobile' }],
    emails: [{ value: `${note.replace(' ', '.')}@mail.example`, label: null }],
    note,
    source: 'web',
  };
  const id = await contactId(keyring, said.friend);
  await browser.writer.write({ kind: 'contact', id, known: null, change: () => contact });
  const parties = [said.friend];
  const state: ConversationPayload = {
    v: 1,
    parties,
    draft: { value: draft, at: new Date().toISOString() },
  };
  const conversation = await conversationId(keyring, parties);
  await browser.writer.write({ kind: 'conversation', id: conversation, known: null, change: () => state });
}

/** A program texts somebody through the gateway, who replies, and asks for silence. */
async function textByProgram({ system, browser, said }: Cast, { smsc, arrived }: Carrier): Promise<void> {
  const [offered = '', replied = ''] = said.words.slice(6);
  const owner = new GatewayOwner(browser, await browser.linkGateway());
  // Each gateway has an account of its own at the carrier, which brings replies to whoever is bound as it.
  await owner.configure((settings) => ({
    ...settings,
    connectors: [carrierAt(smsc, { systemId: 'program' })],
  }));
  await owner.grantSuppressions();
  said.apiToken = (await owner.newApiKey()).token;
  await until('the gateway to take the text', async () => {
    const { status } = await fetch(`${system.gatewayUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${said.apiToken}` },
      body: JSON.stringify({ to: said.client, text: offered }),
    });
    return status === 202 ? true : undefined;
  });
  await arrived(said.client);
  for (const text of [replied, 'STOP']) {
    smsc.typeReply(said.client, text);
    await browser.read(`the reply “${text}”`, (store) =>
      store.payloads<MessagePayload>('message').find((message) => message.text === text),
    );
  }
  await arrived(said.client, 2);
}

async function liveEvents({ system, browser, said }: Cast, phone: string): Promise<void> {
  const [app = '', title = '', text = ''] = said.words.slice(-3);
  const heard = (what: string, match: (event: LivePayload) => boolean) => browser.heard(what, match);
  await browser.listen();
  await atHandset(system, '/page/battery', { level: 37, charging: true });
  await heard('battery', (event) => event.type === 'battery' && event.level === 37);
  await atHandset(system, '/page/notification', { app, title, text });
  const shown = await heard(
    'notification',
    (event) => event.type === 'notification' && event.title === title,
  );
  if (shown.type !== 'notification') throw new Error('no notification');
  const expires = new Date(Date.now() + 60_000).toISOString();
  const command = { v: 1, type: 'dismiss-notification', id: 'dismissal', key: shown.key, expires } as const;
  await browser.say(command, phone);
  await heard('its end', (event) => event.type === 'notification-gone');
  await atHandset(system, '/page/call', { number: said.caller });
  await heard('call', (event) => event.type === 'call' && event.number === said.caller);
  await atHandset(system, '/page/call/end', { how: 'missed' });
  await heard('missed call', (event) => event.type === 'call' && event.state === 'missed');
}
