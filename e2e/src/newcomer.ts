/** A newcomer at a browser, beside the rehearsal phone: each step as a person takes it. */
import type { Page } from 'playwright-core';
import type { System } from '@smseal/testkit';

export interface Newcomer {
  email: string;
  mobile: string;
  password: string;
}

export const NEWCOMER: Newcomer = {
  email: 'newcomer@example.org',
  mobile: '+44 7700 900123',
  password: 'four quiet words in a row',
};

/** Signs up with an e-mail and a mobile number, takes the code from the phone, sets a password. */
export async function signUp(page: Page, system: System, who = NEWCOMER): Promise<void> {
  await page.goto(`${system.origin}/`);
  await page
    .getByRole('link', { name: 'Make an account' })
    .or(page.getByRole('button', { name: 'Make an account' }))
    .click();
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Mobile number').fill(who.mobile);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Six digits').fill(await system.oneTimePassword(who.mobile.replaceAll(' ', '')));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Use a password instead' }).click();
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Set this password' }).click();
}

/** Signs in with the password. */
export async function signIn(page: Page, system: System, who = NEWCOMER): Promise<void> {
  await page.goto(`${system.origin}/`);
  await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('E-mail or mobile number').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Reads the secret key from the kit and confirms it by its last group. */
export async function keepSecretKey(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Show me my secret key' }).click();
  await page.getByRole('button', { name: 'I have printed or saved it' }).waitFor();
  const kit = (await page.locator('body').innerText()).replace(/\s+/g, '-');
  const secretKey = /1[0-9A-Z]{5}(?:-[0-9A-Z]{5}){5}/.exec(kit)?.[0] ?? '';
  await page.getByRole('button', { name: 'I have printed or saved it' }).click();
  await page.getByLabel(/Last group/).fill(secretKey.slice(-5));
  await page.getByRole('button', { name: 'Finish' }).click();
  return secretKey;
}

/** The six digits that a new device shows, once it does. */
export async function digitsShown(device: Page): Promise<string> {
  const digits = device.getByLabel(/(\d ){5}\d$/);
  return ((await digits.getAttribute('aria-label')) ?? '').replaceAll(/\D/g, '');
}

/** Answers the phone that asks, types its digits, confirms on the phone. */
export async function linkPhone(page: Page, handset: Page): Promise<void> {
  await handset.getByRole('button', { name: /^(Link this phone|Ask again)$/ }).click();
  await page.bringToFront();
  await page.getByRole('button', { name: 'Type its digits' }).click();
  await typeDigits(page, await digitsShown(handset));
  await page.getByText('Linked', { exact: true }).waitFor();
  await handset.getByRole('button', { name: /browser says/i }).click();
}

export async function typeDigits(page: Page, digits: string): Promise<void> {
  await page.getByRole('textbox', { name: /digit/i }).first().click();
  await page.keyboard.type(digits);
}

/** Recovers by typing the secret key, keeping every device that is offered. */
export async function recover(page: Page, secretKey: string): Promise<void> {
  await page.getByRole('button', { name: /Type the secret key/ }).click();
  await page.getByLabel('Secret key').fill(secretKey);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('checkbox').first().waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Open my texts here' }).click();
}
