/** What the owner of a gateway does in the app, step by step. */
import type { Page } from 'playwright-core';
import type { System } from '@smseal/testkit';
import { NEWCOMER, typeDigits } from './newcomer.ts';
import { until } from './until.ts';

/** Links a gateway of the system by its six digits, and opens its page. */
export async function linkGatewayInApp(
  page: Page,
  system: System,
  { email = NEWCOMER.email, name = 'gateway' }: { email?: string; name?: 'gateway' | 'gateway2' } = {},
): Promise<void> {
  const url = name === 'gateway' ? system.gatewayUrl : system.gateway2Url;
  const atGateway = (path: string, form: Record<string, string>) =>
    fetch(url + path, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  await atGateway('/link', { account: email });
  await page.getByRole('button', { name: 'Type its digits' }).click();
  const digits = await until('the digits', () =>
    system
      .linesOf(name)
      .flatMap((line) => /shows (\d{3}) (\d{3}):/.exec(line)?.slice(1).join('') ?? [])
      .at(-1),
  );
  await typeDigits(page, digits);
  await page.getByText('Linked', { exact: true }).waitFor();
  await atGateway('/confirm', { linked: 'yes' });
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('link', { name: 'Settings', exact: true }).first().click();
  await page
    .getByRole('link', { name: /^Gateways/ })
    .first()
    .click();
  await page
    .getByRole('heading', { name: /^Gateway on / })
    .first()
    .waitFor();
}

/** Makes an API key on the gateway's page. @returns its token, which is shown once. */
export async function makeApiKeyInApp(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: /^Make/ }).last().click();
  const token = (await page.locator('code', { hasText: 'smseal_' }).first().innerText()).trim();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  return token;
}
