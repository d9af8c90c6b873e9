import type { Page } from 'playwright-core';
import type { Person, System } from '@smseal/testkit';

/** Signs in with the password and opens the account by typing the secret key, on the screens that a person uses. */
export async function becomeDevice(page: Page, system: System, person: Person): Promise<void> {
  await page.goto(`${system.origin}/sign-in`);
  await page.getByLabel('E-mail or mobile number').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: /Type the secret key/ }).click();
  await page.getByLabel('Secret key').fill(person.secretKey);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Open my texts here' }).click();
  await page.locator('[data-conversation]').first().waitFor({ timeout: 60_000 });
}
