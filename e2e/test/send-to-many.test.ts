/** A shop texts ten thousand people from the browser: paused, stopped by two of them, answered by one, right to the unit. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { launchBrowser, SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import { linkGatewayInApp } from '../src/gateway-steps.ts';
import { keepSecretKey, signUp } from '../src/newcomer.ts';
import { until } from '../src/until.ts';

const PEOPLE = 10_000;
const numberOf = (place: number) => `+4860${String(1_000_000 + place)}`;
const nameOf = (place: number) => ['Ola', 'Jan', 'Ewa', 'Piotr'][place % 4] ?? '';
/** At the end of the list: their texts have not left when they say STOP. */
const POLE = { number: numberOf(PEOPLE - 1), says: 'Proszę nie pisać do mnie więcej' };
const SERB = { number: numberOf(PEOPLE - 2), says: 'Ne šaljite mi više poruke' };
const ASKER = { number: numberOf(3), asks: 'Do której jest otwarte?' };

describe('a text to ten thousand people', { skip: SKIP_WITHOUT_CHROMIUM }, () => {
  let smsc: Awaited<ReturnType<typeof startSmsc>>;
  let system: System;
  let browser: Browser;
  let page: Page;

  before(async () => {
    smsc = await startSmsc({ behaviour: 'fast' });
    // Slow enough that one can see it: the gateway has 500 texts under way at once.
    smsc.setBehaviour({ answerMs: [400, 400] });
    [system, browser] = await Promise.all([
      startSystem({
        programs: ['database', 'rehearsal', 'server', 'gateway'],
        env: { SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(smsc.url).host}` },
      }),
      launchBrowser(),
    ]);
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await signUp(page, system);
    await keepSecretKey(page);
    await linkGatewayInApp(page, system);
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
    await smsc?.stop();
  });

  /** How many texts the page says are in a state. */
  async function shown(state: string): Promise<number> {
    const button = page.getByRole('group', { name: /by state/ }).getByRole('button', { name: state });
    return Number((await button.innerText()).replace(/[^0-9]/g, ''));
  }

  const delivered = (number: string) => smsc.texts().filter(({ to }) => to === number);

  test('is drafted: ten thousand pasted lines, a text with their names, its cost', async () => {
    await page.getByRole('link', { name: 'Send to many' }).click();
    const lines = Array.from({ length: PEOPLE }, (_, place) => `${numberOf(place)}\t${nameOf(place)}`);
    // Two lines that a spreadsheet spoilt, and one that is there twice.
    lines.push('4.86E+10\tExcel', 'nobody\tNobody', `${numberOf(0)}\tAgain`);
    await page.evaluate(
      (list) => {
        const { clipboard } = navigator as unknown as {
          clipboard: { writeText(text: string): Promise<void> };
        };
        return clipboard.writeText(list);
      },
      ['phone\tname', ...lines].join('\n'),
    );
    await page.getByLabel(/Numbers, one a line/).click();
    await page.keyboard.press('ControlOrMeta+V');
    await page.getByText('10,000 people get a text').waitFor();
    await page.getByText('3 lines are left out').waitFor();
    await page.getByRole('button', { name: 'Go on with 10,000' }).click();
    const text = page.getByLabel('Text', { exact: true });
    await text.fill('Dear ');
    await page.getByRole('button', { name: '{name}' }).click();
    await page.getByText('Dear Ola', { exact: true }).waitFor();
    await page.keyboard.type(', the shop is open until nine tonight.');
    await page.getByText('10,000 texts · 10,000 segments').waitFor();
    await page.getByText('Dear Ola, the shop is open until nine tonight.').waitFor();
    await page.getByRole('button', { name: 'The next one' }).click();
    await page.getByText('Dear Jan, the shop is open until nine tonight.').waitFor();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
  });

  test('is tried on two phones first', async () => {
    for (const { number } of [POLE, SERB]) {
      await page.getByLabel(/Test it on your own phone/).fill(number);
      await page.getByRole('button', { name: 'Send me a test' }).click();
      await until('the test', () => delivered(number)[0]);
    }
    assert.equal(delivered(POLE.number)[0]?.text, 'Dear Jan, the shop is open until nine tonight.');
  });

  test('leaves, and stops when it is paused', async () => {
    await page.getByRole('button', { name: 'Send to 10,000' }).click();
    await until('texts to leave', () => (smsc.counters.texts > 1_500 ? true : undefined));
    await until('the chart to move', async () => ((await shown('Delivered')) > 500 ? true : undefined));
    const began = performance.now();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    const felt = performance.now() - began;
    assert.ok(felt < 2_000, `the pause showed after ${felt} ms`);
    // What the gateway had cleared already is on its way.
    let last = -1;
    await until('nothing more to leave', async () => {
      const now = smsc.counters.submitted;
      const still = now === last;
      last = now;
      await sleep(1_200);
      return still ? true : undefined;
    });
    assert.ok(last < PEOPLE - 1_000, `${last} had left`);
    await sleep(1_000);
    assert.equal(smsc.counters.submitted, last);
    await page.getByText(/^Paused\./).waitFor();
  });

  test('is stopped by two people meanwhile, each in their language', async () => {
    for (const { number, says } of [POLE, SERB]) {
      smsc.typeReply(number, says);
      await until('the confirmation', () => delivered(number)[1]);
    }
  });

  test('goes on, and the two get nothing of it', async () => {
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('All 10,000 texts have left.').waitFor({ timeout: 60_000 });
    await until(
      'every receipt',
      async () => ((await shown('Delivered')) === PEOPLE - 2 ? true : undefined),
      60_000,
    );
    assert.deepEqual([await shown('Failed'), await shown('Waiting'), await shown('Unknown')], [2, 0, 0]);
    await page.getByRole('button', { name: /^Failed/ }).click();
    await page.getByText('2 recipients').waitFor();
    assert.equal(await page.getByText('The recipient asked for no more texts.').count(), 2);
    assert.deepEqual([delivered(POLE.number).length, delivered(SERB.number).length], [2, 2]);
  });

  test('one person asks something, and is answered from the inbox', async () => {
    smsc.typeReply(ASKER.number, ASKER.asks);
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('link').filter({ hasText: ASKER.asks }).click();
    const mine = page
      .getByRole('article')
      .filter({ hasText: 'Dear Piotr, the shop is open until nine tonight.' });
    await mine.getByRole('img', { name: 'Delivered' }).waitFor();
    await page.getByRole('textbox', { name: /Text to/ }).fill('Do dziewiątej.');
    await page.keyboard.press('Enter');
    await until('the answer', () => delivered(ASKER.number)[1]);
    assert.equal(delivered(ASKER.number)[1]?.text, 'Do dziewiątej.');
  });

  test('the report is what the carrier counted, to the unit', async () => {
    await page.getByRole('link', { name: 'Send to many' }).click();
    await page.getByRole('navigation', { name: 'Sent to many' }).getByRole('link').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Results as CSV' }).click(),
    ]);
    const [head, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    assert.equal(head?.replace('\ufeff', ''), 'number,name,state,reason,changed,text');
    assert.equal(rows.length, PEOPLE);
    const states = Map.groupBy(rows, (row) => row.split(',')[2]);
    assert.deepEqual([...states].map(([state, some]) => [state, some.length]).toSorted(), [
      ['delivered', PEOPLE - 2],
      ['failed', 2],
    ]);
    const got = Map.groupBy(
      smsc.texts().filter(({ text }) => text?.includes('the shop is open') === true),
      ({ to }) => to,
    );
    assert.deepEqual(
      Array.from({ length: PEOPLE }, (_, place) => got.get(numberOf(place))?.length ?? 0).filter(
        (n) => n !== 1,
      ),
      [],
    );
    // Two tests and two confirmations beside them, and one answer.
    assert.equal(smsc.texts().length, PEOPLE - 2 + 2 + 2 + 1);
    assert.equal(got.get(numberOf(5))?.[0]?.text, 'Dear Jan, the shop is open until nine tonight.');
  });
});
