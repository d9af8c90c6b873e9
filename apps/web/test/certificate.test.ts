/** The page for certificates, as anybody meets it: no account, under the service's own policy, also without a connection. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { certificateFile, someCertificate, someKey, type SomeKey } from '@smseal/testkit';
import { findChromium, startBrowser } from './browser.ts';
import { startDemoServer, type DemoServer } from './demo-server.ts';

const executable = findChromium();
const skip = executable ? false : 'there is no Chromium on this machine';
const KEY_PATH = '**/.well-known/smseal-certificates';

let server: DemoServer;
let browser: Browser;
let page: Page;
let origin: string;
const installation = someKey();
const asked: string[] = [];

function fileOf(by: SomeKey, controller: string): Buffer {
  return certificateFile(someCertificate(by, { controller }), by);
}

before(async () => {
  if (!executable) return;
  [server, browser] = await Promise.all([startDemoServer(), startBrowser(executable)]);
  ({ origin } = new URL(server.certificate));
  page = await browser.newPage({ reducedMotion: 'reduce' });
  page.setDefaultTimeout(10_000);
  page.on('request', (request) =>
    asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`),
  );
  await page.route(KEY_PATH, (route) =>
    route.fulfill({ json: { algorithm: 'Ed25519', key: installation.key } }),
  );
  await page.goto(server.certificate);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function choose(buffer: Buffer, name = 'certificate.json'): Promise<void> {
  await page.getByLabel('Certificate').setInputFiles({ name, mimeType: 'application/json', buffer });
}

const heading = (name: string) => page.getByRole('heading', { name, exact: true });

test(
  'a certificate of this service is verified against the key that it publishes, and says everything',
  { skip },
  async () => {
    await choose(fileOf(installation, origin));
    await heading('Verified').waitFor();
    const text = await page.getByRole('main').innerText();
    for (const said of [
      'with the key that this service publishes',
      'What an account held about a person',
      'looked for 431 things afterwards by itself, and found none of them',
      'The random name of each record',
      'To the end of 2027-02-20',
      'From the end of 2026-12-06 on.',
      'It cannot prove that no other copy exists.',
    ])
      assert.ok(text.includes(said), `“${said}” is not in: ${text}`);
    assert.deepEqual(
      asked.filter((request) => !request.startsWith(`GET ${origin}/`)),
      [],
      'the file was sent nowhere',
    );
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
  },
);

test(
  'one that was altered, or is none, is refused with the reason, and the focus is where it is said',
  { skip },
  async () => {
    const altered = fileOf(installation, origin);
    altered[200] = (altered[200] ?? 0) ^ 1;
    await choose(altered);
    await heading('Refused').waitFor();
    assert.match(await page.getByRole('main').innerText(), /altered|not a certificate/);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'SECTION');
    await choose(Buffer.from('{"name":"holiday"}'), 'holiday.json');
    await page.getByText('It is not a certificate of a form that is known.').waitFor();
    await choose(Buffer.alloc(2 * 1024 * 1024, 'a'), 'large.json');
    await page.getByText('It is too large to be a certificate.').waitFor();
  },
);

test('one that names this service and was signed by somebody else is refused', { skip }, async () => {
  await choose(fileOf(someKey(), origin));
  await heading('Refused').waitFor();
  await page.getByText('It was signed with another key than the one that was given.').waitFor();
});

test('one of another service is only said to agree with itself', { skip }, async () => {
  await choose(fileOf(someKey(), 'https://texts.example'));
  await heading('As it was signed').waitFor();
  await page.getByText(/issued by another service/).waitFor();
  assert.equal(await heading('Verified').count(), 0);
});

test('without a connection it checks all the same, and says what it could not ask', { skip }, async () => {
  await page.unroute(KEY_PATH);
  await page.context().setOffline(true);
  await choose(fileOf(installation, origin));
  await heading('As it was signed').waitFor();
  await page.getByText(/could not be asked for its key/).waitFor();
  await page.context().setOffline(false);
});

test('a file may be dropped anywhere on the page', { skip }, async () => {
  const text = String(fileOf(someKey(), 'https://texts.example'));
  await page.reload();
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'dropped.json'));
    return transfer;
  }, text);
  await page.dispatchEvent('h1', 'drop', { dataTransfer: data });
  await heading('As it was signed').waitFor();
  await page.getByText('dropped.json').waitFor();
});
