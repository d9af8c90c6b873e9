import type { Browser, Page } from 'playwright-core';
import { startSystem } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { launchBrowser } from '../../browser.ts';
import { digitsShown, keepSecretKey, linkPhone, signIn, signUp, typeDigits } from '../../newcomer.ts';
import { Witness } from '../../witness.ts';
import { on, type Rig } from './rig.ts';

const PATIENCE_MS = 20_000;

/** A browser that signs up, links a phone and reads, and a second one that it links and removes. */
export const browser: Rig = async (_root, lifetime) => {
  const database = await testDatabase(lifetime);
  const [system, chromium] = await Promise.all([startSystem({ database }), launchBrowser()]);
  lifetime.after(() => system.stop());
  lifetime.after(() => chromium.close());
  const witness = new Witness(system.origin);
  const first = await newPage(chromium);
  witness.watch(first);
  const handset = await first.context().newPage();
  await handset.goto(system.handsetUrl);
  await first.bringToFront();
  await signUp(first, system);
  await keepSecretKey(first);
  await linkPhone(first, handset);
  await first.getByRole('button', { name: 'Close', exact: true }).last().click();
  await first.getByText('Dexter Brambleby').first().waitFor();
  const second = await newPage(chromium);
  witness.watch(second);
  await signIn(second, system);
  await second.getByRole('button', { name: /Link it with another device/ }).click();
  await first.bringToFront();
  await first.getByRole('button', { name: 'Type its digits' }).click();
  await typeDigits(first, await digitsShown(second));
  await first.getByText('Linked', { exact: true }).waitFor();
  await second.bringToFront();
  await second.getByRole('button', { name: 'Yes, it says “Linked”' }).click();
  await second.getByText('Dexter Brambleby').first().waitFor();
  await first.bringToFront();
  await first.goto(`${system.origin}/devices`);
  await first.getByRole('button', { name: 'Remove', exact: true }).last().click();
  await first.getByRole('button', { name: 'Remove browser' }).click();
  await second.bringToFront();
  await second.getByText('This browser was removed').waitFor();
  await witness.lookAfterRemoval(second);
  await witness.look(first);
  return on({ browser: witness.reading });
};

async function newPage(chromium: Browser): Promise<Page> {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}
