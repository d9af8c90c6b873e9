import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type {
  CallPayload,
  ContactPayload,
  LivePayload,
  MessagePayload,
  SettingPayload,
} from '@smseal/protocol';
import { exportDeviceKeys, exportKeyring, formatSecretKey } from '@smseal/seal';
import { numberCanary, octetCanary, pieceCanaries, textCanary, type Canary } from '@smseal/verify';
import type { CanaryStory } from './canary-story.ts';
import { TOLD, type Place } from './places.ts';
import { shopCanaries, shopHolderCanaries } from './shop-canaries.ts';

/** Shorter texts may stand somewhere by chance. */
const LEAST_TEXT = 12;
const LEAST_DIGITS = 9;

/** Everything that was said in the story, however it came into the account. */
export async function contentCanaries({ browser, said, shop }: CanaryStory): Promise<Canary[]> {
  const { store, person } = browser;
  const messages = store.payloads<MessagePayload>('message');
  const contacts = store.payloads<ContactPayload>('contact');
  const calls = store.payloads<CallPayload>('call');
  const numbers = [
    said.friend,
    said.caller,
    said.client,
    ...messages.flatMap(({ parties }) => parties),
    ...contacts.flatMap((contact) => contact.numbers.map(({ value }) => value)),
    ...calls.flatMap(({ number }) => number ?? []),
  ].filter((number) => number !== said.mobile && number.replaceAll(/\D/g, '').length >= LEAST_DIGITS);
  const texts = messages.filter(({ text, from }) => from !== 'SMSeal' && text.length >= LEAST_TEXT);
  const names = contacts.filter(({ name }) => name.length >= LEAST_TEXT);
  const pictures = contacts.flatMap(({ picture }) => picture ?? []);
  const thumbnails = messages.flatMap(({ attachments }) => attachments.flatMap((one) => one.thumbnail ?? []));
  const blobKeys = messages.flatMap(({ attachments }) => attachments.map(({ key }) => key));
  return unique([
    ...said.words.map((word) => textCanary(`“${word}”`, word)),
    ...pieceCanaries('the picture', said.picture),
    ...numbers.map((number) => numberCanary(`number ${number}`, number)),
    ...texts.map(({ text }) => textCanary(`text “${text}”`, text)),
    ...names.map(({ name }) => textCanary(`name ${name}`, name)),
    ...[...pictures, ...thumbnails].flatMap(({ data }) => pieceCanaries('a small picture', decoded(data), 2)),
    ...blobKeys.map((key) => octetCanary('the key of a blob', decoded(key))),
    ...browser.live.flatMap(liveCanaries),
    textCanary('an API key', said.apiToken),
    textCanary('the secret key', person.secretKey),
    textCanary('the secret key in groups', formatSecretKey(person.secretKey)),
    ...(await keyCanaries(browser)),
    ...(shop === null ? [] : shopCanaries(shop)),
  ]);
}

/** What lets somebody in, and what the account keeps of its holder: each with the places where it may be. */
export function holderCanaries({
  browser,
  said,
  shop,
  system,
}: CanaryStory): { canary: Canary; may: Place[] }[] {
  const { person } = browser;
  const { token } = person.identity;
  const session = decodeURIComponent(person.cookie.slice(person.cookie.indexOf('=') + 1));
  return [
    { canary: textCanary('the e-mail address', said.email), may: [...TOLD] },
    { canary: numberCanary('the own number', said.mobile), may: [...TOLD, 'notices'] },
    // A phone that wants to be linked names the account by a number of its own; it is looked up and not kept.
    ...ownNumbers(browser)
      .filter((number) => number !== said.mobile)
      .map((number) => ({
        canary: numberCanary(`the own number ${number}`, number),
        may: ['said'] as Place[],
      })),
    { canary: textCanary('the one-time password', said.oneTimePassword), may: ['said', 'notices'] },
    { canary: textCanary('the password', said.password), may: ['said'] },
    { canary: textCanary('the device token', token), may: ['said'] },
    { canary: octetCanary('the device token’s octets', decoded(token)), may: ['said'] },
    { canary: textCanary('the session', session), may: ['said', 'answered'] },
    ...(shop === null ? [] : shopHolderCanaries(shop)),
    ...keyringCanaries(system),
  ];
}

/** Keys of the keyring: its own folder is the only place where they lie. */
function keyringCanaries({ home }: CanaryStory['system']): { canary: Canary; may: Place[] }[] {
  const folder = path.join(home, 'keyring');
  return readdirSync(folder)
    .filter((name) => name === 'index' || name.startsWith('day.'))
    .map((name) => ({
      canary: octetCanary(`the keyring’s ${name}`, readFileSync(path.join(folder, name))),
      may: ['other files'],
    }));
}

/** Payloads of live events as their devices wrote them. */
function liveCanaries(event: LivePayload): Canary[] {
  switch (event.type) {
    case 'battery':
      return [textCanary('a battery event', `"level":${event.level},"charging":${event.charging}`)];
    case 'notification':
      return [textCanary('the key of a notification', event.key)];
    case 'call':
      return [textCanary('a call event', `"call":"${event.call}"`)];
    default:
      return [textCanary('a live event', `"type":"${event.type}"`)];
  }
}

async function keyCanaries({ membership, person }: CanaryStory['browser']): Promise<Canary[]> {
  const keyring = exportKeyring(membership.keyring);
  const device = await exportDeviceKeys(person.identity.keys);
  return [
    octetCanary('the id key', decoded(keyring.idKey)),
    ...keyring.epochs.map(({ epoch, secret }) => octetCanary(`the key of epoch ${epoch}`, decoded(secret))),
    octetCanary('the device’s signing key', decoded(device.sign)),
    octetCanary('the device’s agreement key', decoded(device.agree)),
  ];
}

function ownNumbers({ store }: CanaryStory['browser']): string[] {
  return store
    .payloads<SettingPayload>('setting')
    .flatMap(({ value }) => (typeof value === 'object' ? value.sims : []))
    .flatMap(({ number }) => number ?? []);
}

function decoded(base64Url: string): Buffer {
  return Buffer.from(base64Url, 'base64url');
}

function unique(canaries: readonly Canary[]): Canary[] {
  return [...new Map(canaries.map((canary) => [canary.octets.toString('latin1'), canary])).values()];
}
