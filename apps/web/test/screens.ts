/** Every screen that is photographed and checked for access, on the demonstration engine. */
import type { Page } from 'playwright-core';
import type { Scenario } from './demo-engine.ts';

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
const group = 'c0006AAAAAAAAAAAAAAAAA';
const code = 'c0013AAAAAAAAAAAAAAAAA';

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
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
      await page.getByRole('searchbox').first().fill('in');
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
  { name: 'contacts-empty', scenario: 'empty', at: '/contacts' },
  { name: 'calls', scenario: 'ready', at: '/calls' },
  { name: 'calls-empty', scenario: 'empty', at: '/calls' },
  { name: 'phone', scenario: 'ready', at: '/phone' },
  { name: 'phone-offline', scenario: 'offline', at: '/phone' },
  { name: 'phone-none', scenario: 'empty', at: '/phone' },
];
