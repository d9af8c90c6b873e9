/** Every screen that is photographed and checked for access, on the demonstration engine. */
import type { Page } from 'playwright-core';
import type { Scenario } from './demo-state.ts';
import { DEMO_BATCHES } from './demo-timelines.ts';
import type { DemoServer } from './demo-server.ts';

export interface Screen {
  name: string;
  scenario: Scenario;
  /** Address in the app, after `#`. */
  at: string;
  /** Another page than the app's. */
  entry?: string;
  /** What is done before the picture. */
  act?(page: Page): Promise<void>;
}

const first = 'c0000AAAAAAAAAAAAAAAAA';
const person = '/contacts/p0000AAAAAAAAAAAAAAAAA';
const group = 'c0006AAAAAAAAAAAAAAAAA';
const code = 'c0013AAAAAAAAAAAAAAAAA';
const gateway = '/gateways/d0005AAAAAAAAAAAAAAAAA';

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Twelve people, two of whom share a number and one of whom has none. */
const LIST = [
  'mobile;first name;city',
  ...[
    'Ada;London',
    'Grace;Leeds',
    'Żaneta;York',
    ';Bath',
    'Jan;Hull',
    'Łukasz;Derby',
    'Eve;Ely',
    'Ivo;Rye',
  ].map((rest, at) => `07700 90010${at};${rest}`),
  '07700 900100;Ada again;London',
  '4.477E+11;Excel;',
  'none;Nobody;',
  '020 7946 0018;Office;London',
].join('\n');
const TEXT =
  'Dear {first_name}, the spring sale in {city} begins on Friday at nine. “Answer STOP to get no more.”';

async function chooseList(page: Page): Promise<void> {
  await page.getByLabel(/Numbers, one a line/).fill(LIST);
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText(/people get/).waitFor();
}

async function writeText(page: Page): Promise<void> {
  await chooseList(page);
  await page.getByRole('button', { name: /Go on with/ }).click();
  await page.getByLabel('Text', { exact: true }).fill(TEXT);
  await page
    .getByText(/segments/)
    .first()
    .waitFor();
}

async function choosePlan(page: Page): Promise<void> {
  await writeText(page);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByLabel('Route', { exact: true }).waitFor();
}

async function scrollToErase(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Erase everything about this person' });
  await button.evaluate((part) => part.scrollIntoView());
}

async function askToErase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Erase everything about this person' }).click();
  await page.getByText('What stays, and why').waitFor();
}

async function orderErasure(page: Page): Promise<void> {
  await askToErase(page);
  const field = page.getByLabel('Type the name to go on');
  await field.fill((await page.getByRole('dialog').locator('bdi').last().innerText()).trim());
  await press(page, 'Enter');
}

async function deleteAccount(page: Page): Promise<void> {
  await page.getByLabel('Type your e-mail to go on').fill('ada.brandt@example.org');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: 'The account is deleted' }).waitFor();
}

export const SCREENS: readonly Screen[] = [
  { name: 'inbox', scenario: 'ready', at: '/' },
  { name: 'inbox-empty', scenario: 'empty', at: '/' },
  { name: 'inbox-loading', scenario: 'loading', at: '/' },
  { name: 'inbox-failing', scenario: 'failing', at: '/' },
  { name: 'inbox-first-sync', scenario: 'first', at: '/' },
  { name: 'inbox-alarm', scenario: 'alarm', at: '/' },
  { name: 'thread', scenario: 'ready', at: `/c/${first}` },
  { name: 'thread-offline', scenario: 'offline', at: `/c/${first}` },
  { name: 'thread-group', scenario: 'ready', at: `/c/${group}` },
  { name: 'thread-code', scenario: 'ready', at: `/c/${code}` },
  { name: 'thread-loading', scenario: 'loading', at: `/c/${first}` },
  {
    name: 'thread-writing',
    scenario: 'ready',
    at: `/c/${first}`,
    act: async (page) => {
      await page
        .getByRole('textbox', { name: /Text to/ })
        .fill('Jutro o ósmej pod latarnią. Weź proszę łopatę, dwie pary rękawic i termos, bo ma być zimno.');
      await page.getByText(/needs Unicode/).waitFor();
    },
  },
  {
    name: 'thread-menu',
    scenario: 'ready',
    at: `/c/${first}`,
    act: (page) => page.getByRole('button', { name: 'More about this conversation' }).click(),
  },
  {
    name: 'thread-picture',
    scenario: 'ready',
    at: `/c/${first}`,
    act: (page) => page.getByRole('log').getByRole('button', { name: 'Open picture IMG_4003.jpg' }).click(),
  },
  {
    name: 'search',
    scenario: 'ready',
    at: '/',
    act: async (page) => {
      await page.getByRole('searchbox').first().fill('ing');
      await page.getByText(/In texts/).waitFor();
    },
  },
  {
    name: 'new-message',
    scenario: 'ready',
    at: '/new',
    act: async (page) => {
      const field = page.getByRole('combobox');
      await field.fill('Ada');
      await page.getByRole('option').first().waitFor();
      await press(page, 'Enter');
      await field.fill('an');
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'keys', scenario: 'ready', at: '/', act: (page) => press(page, '?') },
  { name: 'call', scenario: 'call', at: '/' },
  { name: 'contacts', scenario: 'ready', at: '/contacts' },
  { name: 'contact', scenario: 'ready', at: '/contacts/p0000AAAAAAAAAAAAAAAAA' },
  { name: 'contact-below', scenario: 'ready', at: person, act: scrollToErase },
  { name: 'erase-person', scenario: 'ready', at: person, act: askToErase },
  {
    name: 'erase-person-typed',
    scenario: 'ready',
    at: person,
    act: async (page) => {
      await askToErase(page);
      await page.getByLabel('Type the name to go on').fill('someone else');
      await page.getByRole('button', { name: 'Keep it' }).evaluate((part) => part.scrollIntoView());
    },
  },
  { name: 'erase-person-failing', scenario: 'offline', at: person, act: orderErasure },
  {
    name: 'erasing',
    scenario: 'ready',
    at: person,
    act: async (page) => {
      await orderErasure(page);
      await page.getByText(/On its way to the server/).waitFor();
    },
  },
  {
    name: 'erased',
    scenario: 'ready',
    at: person,
    act: async (page) => {
      await orderErasure(page);
      await page.getByText('Erased and certified.').waitFor();
    },
  },
  { name: 'erasures', scenario: 'ready', at: '/settings/erasures' },
  { name: 'erasures-empty', scenario: 'empty', at: '/settings/erasures' },
  {
    name: 'text-menu',
    scenario: 'ready',
    at: `/c/${first}`,
    act: (page) => page.getByRole('button', { name: 'More about this text' }).last().click(),
  },
  {
    name: 'erase-text',
    scenario: 'ready',
    at: `/c/${first}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'More about this text' }).last().click();
      await page.getByRole('menuitem', { name: /Erase this text/ }).click();
      await page.getByRole('button', { name: 'Erase it' }).waitFor();
    },
  },
  { name: 'contacts-empty', scenario: 'empty', at: '/contacts' },
  { name: 'calls', scenario: 'ready', at: '/calls' },
  { name: 'calls-empty', scenario: 'empty', at: '/calls' },
  { name: 'phone', scenario: 'ready', at: '/phone' },
  { name: 'phone-offline', scenario: 'offline', at: '/phone' },
  { name: 'phone-none', scenario: 'empty', at: '/phone' },
  { name: 'gateways', scenario: 'ready', at: '/gateways' },
  { name: 'gateways-empty', scenario: 'empty', at: '/gateways' },
  { name: 'gateways-loading', scenario: 'loading', at: '/gateways' },
  { name: 'gateways-failing', scenario: 'failing', at: '/gateways' },
  {
    name: 'gateways-add',
    scenario: 'ready',
    at: '/gateways',
    act: (page) => page.getByRole('button', { name: 'Add a gateway' }).click(),
  },
  { name: 'gateway', scenario: 'ready', at: gateway },
  { name: 'gateway-new', scenario: 'ready', at: '/gateways/d0006AAAAAAAAAAAAAAAAA' },
  { name: 'gateway-refused', scenario: 'alarm', at: gateway },
  { name: 'gateway-author-removed', scenario: 'offline', at: gateway },
  {
    name: 'gateway-paused',
    scenario: 'ready',
    at: gateway,
    act: async (page) => {
      await page.getByRole('button', { name: 'Pause everything' }).click();
      await page.getByRole('button', { name: 'Resume' }).waitFor();
    },
  },
  {
    name: 'gateway-below',
    scenario: 'ready',
    at: gateway,
    act: (page) => page.getByRole('heading', { name: 'Carriers' }).evaluate((part) => part.scrollIntoView()),
  },
  {
    name: 'gateway-key',
    scenario: 'ready',
    at: gateway,
    act: (page) => page.getByRole('button', { name: 'Make a key' }).click(),
  },
  {
    name: 'gateway-key-made',
    scenario: 'ready',
    at: gateway,
    act: async (page) => {
      await page.getByRole('button', { name: 'Make a key' }).click();
      await page.getByLabel('Name').fill('Newsletter');
      await press(page, 'Enter');
      await page.getByRole('button', { name: 'I have kept it' }).waitFor();
    },
  },
  {
    name: 'gateway-key-revoke',
    scenario: 'ready',
    at: gateway,
    act: (page) => page.getByRole('button', { name: 'Revoke Appointments' }).click(),
  },
  {
    name: 'gateway-webhook',
    scenario: 'ready',
    at: gateway,
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a webhook' }).click();
      await page.getByLabel('Address').fill('http://shop.example');
      await press(page, 'Enter');
      await page.getByText(/Use https/).waitFor();
    },
  },
  {
    name: 'gateway-webhook-menu',
    scenario: 'ready',
    at: gateway,
    act: (page) => page.getByRole('button', { name: /More about http:/ }).click(),
  },
  {
    name: 'gateway-webhook-attempts',
    scenario: 'ready',
    at: gateway,
    act: async (page) => {
      await page.getByRole('button', { name: /More about https:/ }).click();
      await page.getByRole('menuitem', { name: /Attempts/ }).click();
      await page.getByRole('region', { name: /Attempts, newest/ }).waitFor();
    },
  },
  {
    name: 'gateway-webhook-replay',
    scenario: 'ready',
    at: gateway,
    act: async (page) => {
      await page.getByRole('button', { name: /More about http:/ }).click();
      await page.getByRole('menuitem', { name: /Attempts/ }).click();
      await page.getByRole('button', { name: 'Last 24 hours' }).click();
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'gateway-silent',
    scenario: 'ready',
    at: '/gateways/d0006AAAAAAAAAAAAAAAAA',
    act: (page) => page.getByText(/It does not answer|It is not connected/).waitFor(),
  },
  {
    name: 'gateway-carrier',
    scenario: 'ready',
    at: gateway,
    act: (page) => page.getByRole('button', { name: 'Add a carrier' }).click(),
  },
  {
    name: 'gateway-carrier-wrong',
    scenario: 'ready',
    at: gateway,
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a carrier' }).click();
      await page.getByText('Speed, senders, alphabet').click();
      await page.getByLabel('Senders').fill('not a sender, surely');
      await page.getByRole('button', { name: 'Add it' }).click();
    },
  },
  { name: 'timeline', scenario: 'ready', at: `/messages/${DEMO_BATCHES.delivered}:0` },
  {
    name: 'timeline-below',
    scenario: 'ready',
    at: `/messages/${DEMO_BATCHES.delivered}:0`,
    act: (page) => page.getByRole('heading', { name: 'Encoding' }).evaluate((part) => part.scrollIntoView()),
  },
  {
    name: 'timeline-failed',
    scenario: 'ready',
    at: `/messages/${DEMO_BATCHES.failed}:0`,
    act: async (page) => {
      const receipt = page.getByText('The carrier’s receipt', { exact: true });
      await receipt.click();
      await receipt.evaluate((part) => part.scrollIntoView({ block: 'center' }));
    },
  },
  { name: 'timeline-phone', scenario: 'ready', at: `/messages/${DEMO_BATCHES.phone}:0` },
  { name: 'timeline-missing', scenario: 'ready', at: '/messages/nothing' },
  { name: 'timeline-loading', scenario: 'loading', at: `/messages/${DEMO_BATCHES.phone}:0` },
  { name: 'many', scenario: 'ready', at: '/many' },
  { name: 'many-empty', scenario: 'empty', at: '/many' },
  { name: 'many-loading', scenario: 'loading', at: '/many' },
  { name: 'many-failing', scenario: 'failing', at: '/many' },
  { name: 'many-who', scenario: 'ready', at: '/many/new', act: chooseList },
  {
    name: 'many-left-out',
    scenario: 'ready',
    at: '/many/new',
    act: async (page) => {
      await chooseList(page);
      await page
        .getByText(/left out/)
        .first()
        .click();
      await page
        .getByText(/rounded it/)
        .first()
        .evaluate((part) => part.scrollIntoView({ block: 'center' }));
    },
  },
  { name: 'many-what', scenario: 'ready', at: '/many/new', act: writeText },
  {
    name: 'many-unknown-field',
    scenario: 'ready',
    at: '/many/new',
    act: async (page) => {
      await writeText(page);
      await page.getByLabel('Text', { exact: true }).fill('Dear {nmae}');
      await page.getByText(/No column fills/).waitFor();
    },
  },
  { name: 'many-when', scenario: 'ready', at: '/many/new', act: choosePlan },
  {
    name: 'many-check',
    scenario: 'ready',
    at: '/many/new',
    act: async (page) => {
      await choosePlan(page);
      await page.getByLabel('At a time').check();
      await page.getByLabel('Day and time').fill('2036-03-14T09:00');
      await page.getByRole('button', { name: 'Go on', exact: true }).click();
      await page.getByRole('button', { name: /Send to/ }).waitFor();
    },
  },
  { name: 'many-sending', scenario: 'ready', at: `/many/${'a'.repeat(22)}` },
  { name: 'many-paused', scenario: 'ready', at: `/many/${'b'.repeat(22)}` },
  { name: 'many-over', scenario: 'ready', at: `/many/${'c'.repeat(22)}` },
  { name: 'many-cancelled', scenario: 'ready', at: `/many/${'d'.repeat(22)}` },
  { name: 'many-offline', scenario: 'offline', at: `/many/${'a'.repeat(22)}` },
  {
    name: 'many-results',
    scenario: 'ready',
    at: `/many/${'a'.repeat(22)}`,
    act: async (page) => {
      await page.getByRole('button', { name: /^Failed/ }).click();
      await page.getByLabel('Search').evaluate((part) => part.scrollIntoView({ block: 'start' }));
    },
  },
  {
    name: 'many-cancel',
    scenario: 'ready',
    at: `/many/${'a'.repeat(22)}`,
    act: (page) => page.getByRole('button', { name: 'Cancel', exact: true }).click(),
  },
  { name: 'devices', scenario: 'ready', at: '/devices' },
  {
    name: 'devices-remove',
    scenario: 'ready',
    at: '/devices',
    act: (page) => page.getByRole('button', { name: 'Remove' }).first().click(),
  },
  { name: 'link-card', scenario: 'links', at: '/' },
  {
    name: 'link-answer',
    scenario: 'links',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Type its digits' }).click();
      await page.getByRole('dialog').locator('input').first().pressSequentially('111111');
      await page.getByText(/2 tries left/).waitFor();
    },
  },
  {
    name: 'link-linked',
    scenario: 'links',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Type its digits' }).click();
      await page.getByRole('dialog').locator('input').first().pressSequentially('483920');
      await page.getByText('Linked', { exact: true }).waitFor();
    },
  },
  { name: 'settings', scenario: 'ready', at: '/settings' },
  ...['sign-in', 'storage', 'secret-key', 'appearance', 'export', 'activity', 'about', 'delete'].map(
    (page): Screen => ({ name: `settings-${page}`, scenario: 'ready', at: `/settings/${page}` }),
  ),
  { name: 'needs-root', scenario: 'needs-root', at: '/' },
  {
    name: 'needs-root-kit',
    scenario: 'needs-root',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Show me my secret key' }).click();
      await page.getByRole('img', { name: /QR/ }).locator('path').waitFor();
    },
  },
  {
    name: 'needs-root-confirm',
    scenario: 'needs-root',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Show me my secret key' }).click();
      await page.getByRole('button', { name: /printed or saved/ }).click();
      await page.getByRole('textbox').fill('XXXXX');
      await press(page, 'Enter');
    },
  },
  {
    name: 'needs-root-without',
    scenario: 'needs-root',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: 'Go on without a secret key' }).click();
      await page.getByRole('checkbox').check();
    },
  },
  { name: 'needs-code', scenario: 'needs-code', at: '/' },
  {
    name: 'needs-code-typed',
    scenario: 'needs-code',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: /Get a code/ }).click();
      await page.getByRole('button', { name: 'Send me a code' }).click();
      await page.getByLabel('Six digits').fill('123456');
    },
  },
  { name: 'open-thread', scenario: 'open', at: `/c/${first}` },
  { name: 'open-account', scenario: 'open', at: '/settings/sign-in' },
  { name: 'open-about', scenario: 'open', at: '/settings/about' },
  { name: 'open-seal', scenario: 'open', at: '/settings/secret-key' },
  {
    name: 'open-sealing',
    scenario: 'open',
    at: '/settings/secret-key',
    act: (page) => page.getByRole('button', { name: 'Seal this account' }).click(),
  },
  {
    name: 'open-kit',
    scenario: 'open',
    at: '/settings/secret-key',
    act: async (page) => {
      await page.getByRole('button', { name: 'Seal this account' }).click();
      await page.getByRole('img', { name: /QR/ }).locator('path').waitFor();
    },
  },
  { name: 'needs-device', scenario: 'needs-device', at: '/' },
  {
    name: 'needs-device-digits',
    scenario: 'needs-device',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: /Link it/ }).click();
      await page.getByLabel(/Digits: 4 8 3/).waitFor();
    },
  },
  {
    name: 'needs-device-confirm',
    scenario: 'linking',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: /Link it/ }).click();
      await page.getByRole('button', { name: /Yes, it says/ }).waitFor();
    },
  },
  {
    name: 'needs-device-recover',
    scenario: 'needs-device',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: /Type the secret key/ }).click();
      await page.getByRole('textbox').fill('1K7QXM-4T2VH-N8RD0-CJ5WP-BE3GS-YZ6FB');
      await page.getByText(/not as on the kit/).waitFor();
    },
  },
  {
    name: 'needs-device-keep',
    scenario: 'needs-device',
    at: '/',
    act: async (page) => {
      await page.getByRole('button', { name: /Type the secret key/ }).click();
      await page.getByRole('textbox').fill('1K7QXM-4T2VH-N8RD0-CJ5WP-BE3GS-YZ6FA');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('checkbox').first().check();
    },
  },
  {
    name: 'needs-device-neither',
    scenario: 'needs-device',
    at: '/',
    act: (page) => page.getByRole('button', { name: 'I have neither' }).click(),
  },
  { name: 'removed', scenario: 'removed', at: '/' },
  {
    name: 'settings-close',
    scenario: 'ready',
    at: '/settings/delete',
    act: async (page) => {
      await page.getByLabel('Close it').check();
      await page.getByLabel('Type your e-mail to go on').fill('ada.brandt@example.org');
    },
  },
  {
    name: 'settings-shorter',
    scenario: 'ready',
    at: '/settings/storage',
    act: async (page) => {
      await page.getByLabel('90 days').click();
      await page.getByText('are older').waitFor();
    },
  },
  {
    name: 'settings-change-mobile',
    scenario: 'ready',
    at: '/settings/sign-in',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change the mobile number' }).click();
      await page.getByLabel('New mobile number').fill('+44 7700 900321');
    },
  },
  {
    name: 'settings-change-again',
    scenario: 'ready',
    at: '/settings/sign-in',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change the e-mail address' }).click();
      await page.getByLabel('New e-mail').fill('ada.lind@example.org');
      await press(page, 'Enter');
      await page.getByText('Say once more who you are').waitFor();
    },
  },
  {
    name: 'settings-change-code',
    scenario: 'ready',
    at: '/settings/sign-in',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change the mobile number' }).click();
      await page.getByLabel('New mobile number').fill('+44 7700 900321');
      await press(page, 'Enter');
      await page.getByLabel('Six digits').fill('123');
    },
  },
  {
    name: 'deleting',
    scenario: 'ready',
    at: '/settings/delete',
    act: async (page) => {
      await deleteAccount(page);
      await page.getByText(/rows are still going/).waitFor();
    },
  },
  {
    name: 'deleted',
    scenario: 'ready',
    at: '/settings/delete',
    act: async (page) => {
      await deleteAccount(page);
      await page.getByRole('button', { name: 'Save the certificate' }).waitFor();
    },
  },
  {
    name: 'deleted-left-over',
    scenario: 'alarm',
    at: '/settings/delete',
    act: async (page) => {
      await deleteAccount(page);
      await page.getByText(/without this browser’s word/).waitFor();
    },
  },
  { name: 'closed', scenario: 'closed', at: '/' },
  { name: 'wake', entry: 'demo-sign-in.html', scenario: 'closed', at: '' },
  { name: 'sign-in', entry: 'demo-sign-in.html', scenario: 'signed-out', at: '' },
  { name: 'sign-up', entry: 'demo-sign-in.html', scenario: 'signed-out', at: 'sign-up' },
  {
    name: 'sign-up-code',
    entry: 'demo-sign-in.html',
    scenario: 'signed-out',
    at: 'sign-up',
    act: async (page) => {
      await page.getByLabel('E-mail').fill('ada@example.org');
      await press(page, 'Enter');
      await page.getByLabel('Mobile number').fill('+44 7700 900123');
      await press(page, 'Enter');
      await page.getByLabel('Six digits').fill('1234');
    },
  },
  {
    name: 'sign-up-method',
    entry: 'demo-sign-in.html',
    scenario: 'signed-out',
    at: 'sign-up',
    act: async (page) => {
      await page.getByLabel('E-mail').fill('ada@example.org');
      await press(page, 'Enter');
      await page.getByLabel('Mobile number').fill('+44 7700 900123');
      await press(page, 'Enter');
      await page.getByLabel('Six digits').fill('123456');
      await press(page, 'Enter');
      await page.getByText(/How do you want/).waitFor();
    },
  },
  { name: 'forgotten', entry: 'demo-sign-in.html', scenario: 'signed-out', at: 'forgotten' },
];

/** Longest that a part which is loaded when needed takes to appear. */
const REST_MS = 400;

/** Goes to a screen, does what brings it into the state that is wanted, and waits until it rests. */
export async function openScreen(page: Page, screen: Screen, server: DemoServer): Promise<void> {
  const entry = screen.entry ?? 'demo.html';
  // The name makes the address another one, so that the page begins anew.
  await page.goto(`${server.address}${entry}?scenario=${screen.scenario}&of=${screen.name}#${screen.at}`);
  await page.locator('#root > *').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(REST_MS);
  if (!screen.act) return;
  await screen.act(page);
  await page.waitForTimeout(REST_MS);
}
