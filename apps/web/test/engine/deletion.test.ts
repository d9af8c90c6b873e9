/** Deleting the whole account from a linked browser, in real browsers against a real server. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fromBase64Url, type CertificateKey, type ErasureSearch } from '@smseal/protocol';
import { verifyCertificate } from '@smseal/seal';
import type { DeletionView } from '../../src/engine/erasure/deletion-view.ts';
import { keptBy } from '../kept-by.ts';
import {
  ANNA,
  firstBrowser,
  linkPhone,
  newTab,
  openStage,
  saved,
  secondBrowser,
  skip,
  untilEvent,
  type EngineBrowser,
  type Stage,
} from './harness.ts';
import type { EnginePage } from './page/engine-page.ts';

let stage: Stage;
let anna: EngineBrowser;
let berta: EngineBrowser;

before(async () => {
  if (skip) return;
  stage = await openStage(['database', 'rehearsal', 'server', 'phone']);
  anna = await firstBrowser(stage);
  await linkPhone(stage, anna);
  await anna.until('sync', ({ loaded }) => loaded.messages >= 200 && loaded.calls >= 20, 60_000);
  berta = await secondBrowser(stage, anna);
  await berta.until('sync', ({ phase }) => phase === 'live', 60_000);
});
after(() => stage?.close());

test('an address that is not the holder’s deletes nothing', { skip }, async () => {
  await assert.rejects(anna.call('deleteAccount', 'somebody@example.org'), /^Error: wrong-credentials/);
  assert.equal((await anna.call('status')).state, 'ready');
  await assert.rejects(anna.call('deletionCertificate'), /^Error: no-certificate/);
});

test(
  'the account goes by a plan of this browser, which forgets, looks, and hands out a certificate that says so',
  { skip },
  async () => {
    const { key } = (await (
      await fetch(`${stage.system.origin}/.well-known/smseal-certificates`)
    ).json()) as CertificateKey;
    await anna.page.evaluate(() => {
      const states: string[] = [];
      const { enginePage } = globalThis as unknown as { enginePage: EnginePage };
      enginePage.engine.on('status', ({ state }) => states.push(state));
      Object.assign(globalThis, { states });
      localStorage.setItem('theme', 'dark');
    });
    const tab = await newTab(anna.context, stage.system.origin);
    assert.ok((await keptBy(anna.page)).includes('database smseal'));
    await anna.call('deleteAccount', ANNA.email);
    const isCertified = (status: unknown) =>
      (status as { deletion?: DeletionView }).deletion?.server === 'certified';
    const status = await anna.until('status', isCertified, 60_000);
    assert.deepEqual(status, {
      state: 'deleted',
      deletion: {
        signed: true,
        isForgotten: true,
        searched: true,
        left: null,
        server: 'certified',
        trouble: null,
      },
    });
    // Another tab of the same browser shows the same, and so can save it.
    await untilEvent(tab, 'status', { wished: isCertified, ms: 5_000 });
    const made = await anna.call('deletionCertificate');
    assert.match(made.name, /^smseal-erasure-\d{4}-\d\d-\d\d-.{6}\.json$/);
    const certificate = await verifyCertificate(await readFile(await saved(anna, made)), { key });
    assert.equal(certificate.request.kind, 'account');
    assert.ok(certificate.rows.some(({ table, before }) => table === 'record' && before > 200));
    const { statement = '' } = certificate.device?.search ?? {};
    const search = JSON.parse(Buffer.from(fromBase64Url(statement)).toString()) as ErasureSearch;
    assert.ok(search.sought > 6, 'every store, the caches and the way in at the server');
    assert.deepEqual(await keptBy(anna.page), []);
    // The word of the deletion that comes over the live link does not take the certificate away.
    const states = await anna.page.evaluate(() => Reflect.get(globalThis, 'states') as string[]);
    assert.deepEqual([...new Set(states)], ['deleted']);
  },
);

test('another browser of the account is out, and nothing is left in it', { skip }, async () => {
  await berta.until('status', ({ state }) => state === 'removed');
  assert.deepEqual(await keptBy(berta.page), []);
});

test('after a reload the browser is signed out, and the certificate is nowhere', { skip }, async () => {
  await anna.reload();
  for (const page of anna.context.pages()) if (page !== anna.page) await page.close();
  await anna.until('status', ({ state }) => state === 'signed-out');
  await assert.rejects(anna.call('deletionCertificate'), /^Error: no-certificate/);
});
