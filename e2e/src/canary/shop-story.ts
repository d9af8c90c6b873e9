/** A shop that texts many from a real browser, in which everything that is said is a canary. */
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import type { GatewayStatus } from '@smseal/protocol';
import type { System } from '@smseal/testkit';
import type { Smsc } from '../gateway/open-gateway-stage.ts';
import { linkGatewayInApp } from '../gateway-steps.ts';
import { keepSecretKey, signUp, type Newcomer } from '../newcomer.ts';
import { until } from '../until.ts';
import type { Carrier } from './carrier.ts';

/** What the shop and the people whom it texts brought into the story. */
export interface Shop {
  who: Newcomer;
  secretKey: string;
  oneTimePassword: string;
  /** What its gateway shows its carrier. */
  carrier: { systemId: string; password: string };
  /** Numbers of those who are texted. */
  numbers: string[];
  /** Names, as the merge field has them, one a number. */
  names: string[];
  /** What was written, by what it was. */
  words: Record<'file' | 'header' | 'template' | 'campaign' | 'question' | 'answer', string>;
  /** What two people wrote so that they get no more. */
  stops: string[];
}

const PEOPLE = 20;
/** Texts of the first day, after which the others wait. */
const FIRST = 8;
const CARRIER = 'The carrier';

/** Signs a shop up, lets its gateway follow the list of those who want no texts, and sends to many, to the last reply. */
export async function tellShopStory(browser: Browser, system: System, at: Carrier): Promise<Shop> {
  const shop = newShop();
  const { numbers } = shop;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signUp(page, system, shop.who);
  shop.oneTimePassword = await system.oneTimePassword(shop.who.mobile);
  shop.secretKey = await keepSecretKey(page);
  await linkGatewayInApp(page, system, { email: shop.who.email, name: 'gateway2' });
  await limitDay(page, FIRST);
  await addCarrier(page, shop, at.smsc);
  // Settings are obeyed as a whole: a gateway at this carrier knows the limit that was set before.
  await until('the gateway at its carrier', () => system.linesOf('gateway2').some(isAtCarrier) || undefined);
  await sendToMany(page, shop);
  await Promise.all(numbers.slice(0, FIRST).map((number) => at.arrived(number)));
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText(/^Paused\./).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  for (const [i, says] of shop.stops.entries()) at.smsc.typeReply(numbers[i] ?? '', says);
  await page.goto(`${system.origin}/gateways`);
  await limitDay(page, null);
  // The first ones are told that they get no more.
  await Promise.all(numbers.map((number, i) => at.arrived(number, i < shop.stops.length ? 2 : 1)));
  await answerOne(page, shop, at);
  return shop;
}

function newShop(): Shop {
  const unique = (word: string): string => `${word} ${randomBytes(6).toString('hex')}`;
  const first = randomInt(10_000_000, 99_000_000);
  return {
    who: {
      email: `shop-${randomBytes(6).toString('hex')}@mail.example`,
      mobile: `+4479${randomInt(10_000_000, 99_999_999)}`,
      password: unique('a password of a shop'),
    },
    secretKey: '',
    oneTimePassword: '',
    carrier: { systemId: 'shop', password: randomBytes(4).toString('hex') },
    numbers: Array.from({ length: PEOPLE }, (_, i) => `+4860${String(first + 7 * i).slice(-7)}`),
    names: Array.from({ length: PEOPLE }, () => unique('Żaneta')),
    words: {
      file: unique('klienci'),
      header: unique('imie'),
      template: unique('the shop is open until nine tonight'),
      campaign: unique('Evening opening'),
      question: unique('Do której jest otwarte?'),
      answer: unique('Do dziewiątej'),
    },
    stops: ['Proszę nie pisać do mnie więcej.', 'Ne šaljite mi više poruke.'].map(unique),
  };
}

/** Whether a gateway says in this line, which is for its supervisor, that it is connected to the carrier of its settings. */
function isAtCarrier(line: string): boolean {
  if (!line.startsWith('{"link"')) return false;
  const { status } = JSON.parse(line) as { status: GatewayStatus | null };
  return status?.connectors.some(({ name, state }) => name === CARRIER && state === 'bound') === true;
}

async function addCarrier(page: Page, { carrier }: Shop, { port }: Smsc): Promise<void> {
  await page.getByRole('button', { name: 'Add a carrier' }).click();
  const form = page.getByRole('dialog', { name: 'Add a carrier' });
  await form.getByLabel('Name', { exact: true }).fill(CARRIER);
  await form.getByLabel('Host').fill('127.0.0.1');
  await form.getByRole('switch', { name: /TLS/ }).click();
  await form.getByLabel('Port', { exact: true }).fill(String(port));
  await form.getByLabel('System id').fill(carrier.systemId);
  await form.getByLabel('Password').fill(carrier.password);
  await form.getByRole('button', { name: 'Add it' }).click();
  await form.waitFor({ state: 'hidden' });
}

/** Sets how many texts may leave in a day, on the gateway's page; null for as many as there are. */
async function limitDay(page: Page, texts: number | null): Promise<void> {
  await page.getByLabel('Texts a day (UTC)').fill(texts === null ? '' : String(texts));
  await page.getByRole('button', { name: 'Set the limits' }).click();
  await page.getByText('The limits hold.').first().waitFor();
}

async function sendToMany(page: Page, { numbers, names, words }: Shop): Promise<void> {
  await page.getByRole('link', { name: 'Send to many' }).click();
  const rows = numbers.map((number, i) => `${number},${names[i]}`);
  await page.getByLabel('A file with numbers').setInputFiles({
    name: `${words.file}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from([`phone,${words.header}`, ...rows].join('\n')),
  });
  await page.getByRole('button', { name: `Go on with ${PEOPLE}` }).click();
  await page.getByLabel('Text', { exact: true }).fill(templateOf(words));
  await page.getByText(textOf(words, names[0] ?? '')).waitFor();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByLabel('What you call it').fill(words.campaign);
  await page.getByRole('button', { name: `Send to ${PEOPLE}` }).click();
}

/** Somebody asks something, and is answered from the inbox. */
async function answerOne(page: Page, { numbers, words }: Shop, at: Carrier): Promise<void> {
  const { question, answer } = words;
  const asker = numbers.at(-1) ?? '';
  at.smsc.typeReply(asker, question);
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('link').filter({ hasText: question }).click();
  await page.getByRole('textbox', { name: /Text to/ }).fill(answer);
  await page.keyboard.press('Enter');
  await at.arrived(asker, 2);
  assert.equal(at.newestOf(asker), answer);
}

/** The name of the column, as a text calls it. */
export function fieldOf({ header }: Shop['words']): string {
  return header.replace(' ', '_');
}

/** What is written once for all. */
export function templateOf(words: Shop['words']): string {
  return `Dear {${fieldOf(words)}}, ${words.template}.`;
}

/** What one person reads. */
export function textOf(words: Shop['words'], name: string): string {
  return `Dear ${name}, ${words.template}.`;
}
