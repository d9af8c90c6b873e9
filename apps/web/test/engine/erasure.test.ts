/** Erasing what is sealed, in real browsers against a real server: a person, single texts across ends of a tab, places in texts to many. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { SignedCertificate } from '@smseal/protocol';
import type { ErasureRow, ErasureTarget } from '../../src/engine/erasure/erasure-api.ts';
import {
  eventually,
  firstBrowser,
  handset,
  linkPhone,
  openStage,
  saved,
  secondBrowser,
  skip,
  type EngineBrowser,
  type Stage,
} from './harness.ts';
import type { EnginePage } from './page/engine-page.ts';

/** Stands in no other text. */
const CANARY = 'Zwitscherkanarie';

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

function readDisk(browser: EngineBrowser): Promise<string> {
  return browser.page.evaluate(() =>
    (globalThis as unknown as { enginePage: EnginePage }).enginePage.readDisk(),
  );
}

/** Every row that the server holds of the account, by its table, as it lies there. */
async function serversRows(browser: EngineBrowser): Promise<{ table: string; row: string }[]> {
  const lines = await browser.page.evaluate(async () => (await fetch('/v1/account/export')).text());
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { table: string; row?: Record<string, unknown> })
    .flatMap(({ table, row }) => (row ? [{ table, row: JSON.stringify(row) }] : []));
}

/** The tables in which the server names any of these. */
function tablesNaming(rows: { table: string; row: string }[], sought: readonly string[]): string[] {
  return [
    ...new Set(rows.filter(({ row }) => sought.some((each) => row.includes(each))).map(({ table }) => table)),
  ];
}

function certified(browser: EngineBrowser, id: string, ms = 30_000): Promise<ErasureRow> {
  return eventually(
    async () => (await browser.call('erasures')).find((row) => row.id === id) as ErasureRow,
    (row) => row?.state === 'certified',
    ms,
  );
}

async function certificateOf(browser: EngineBrowser, id: string): Promise<SignedCertificate> {
  const made = await browser.call('erasureCertificate', id, 0);
  assert.match(made.name, /^smseal-erasure-\d{4}-\d\d-\d\d-.{6}\.json$/);
  return JSON.parse(await readFile(await saved(browser, made), 'utf8')) as SignedCertificate;
}

/** A contact with one number, of whom there are texts and who is in no conversation with others. */
async function somebody(): Promise<{ contact: string; number: string; conversation: string }> {
  const { rows } = await anna.call('contacts');
  for (const { id, numbers } of rows) {
    const [number] = numbers;
    if (!number || numbers.length !== 1) continue;
    const row = await anna.call('conversationFor', [number.value]);
    const { stays } = await anna.call('erasureOf', { of: 'contact', contact: id, groups: 'theirs' });
    const isAlone = stays.groups === 0 && stays.contacts.length === 0;
    if (row.last && isAlone) return { contact: id, number: number.value, conversation: row.id };
  }
  throw new Error('nobody on the rehearsal phone has texts');
}

test(
  'a person is erased: nothing of them is in two browsers’ memories and disks, nor at the server',
  { skip },
  async () => {
    const { contact, number, conversation } = await somebody();
    await handset(stage, '/page/text', { from: number, text: `${CANARY} is ill` });
    await handset(stage, '/page/picture', { from: number, text: `${CANARY} in a cage` });
    const [route] = await anna.call('routes');
    await anna.call('send', {
      to: [number],
      text: `Poor ${CANARY}`,
      device: route?.device ?? '',
      simSlot: route?.simSlot ?? null,
    });
    await handset(stage, '/page/call', { number });
    await handset(stage, '/page/call/end', {});
    await eventually(
      () => anna.call('threadWindow', conversation, 'end', 50),
      ({ items }) => {
        const sent = items.findIndex(
          ({ text, status }) => text === `Poor ${CANARY}` && status === 'delivered',
        );
        return (
          items.filter(({ text }) => text.includes(CANARY)).length === 3 &&
          items.some(({ attachments }) => attachments.length > 0) &&
          // Whoever is texted answers once; what comes after an erasure is a new text.
          sent >= 0 &&
          items.slice(sent).some(({ mine }) => !mine)
        );
      },
      60_000,
    );
    await anna.call('setConversation', conversation, { draft: `Buy a new ${CANARY}` });
    const target: ErasureTarget = { of: 'contact', contact, groups: 'theirs' };
    const { counts, stays, addresses } = await eventually(
      () => anna.call('erasureOf', target),
      (preview) => preview.counts.calls > 0,
    );
    assert.deepEqual([counts.contacts, counts.drafts, counts.toMany, counts.campaigns], [1, 1, 0, 0]);
    assert.ok(counts.texts >= 3 && counts.attachments >= 1);
    assert.deepEqual([stays.groups, stays.suppressed, stays.waiting], [0, [], 0]);
    assert.ok(addresses.length > 0);
    // So that search, pages and the other browser have it all before.
    for (const browser of [anna, berta]) {
      await eventually(
        () => browser.call('search', CANARY),
        ({ totalTexts }) => totalTexts === 3,
      );
      await eventually(
        () => readDisk(browser),
        (disk) => disk.includes(`new ${CANARY}`),
      );
    }

    const sealed = await envelopes(anna);
    const id = await anna.call('erase', target);
    const row = await certified(anna, id);
    assert.deepEqual([row.trouble, row.waiting, row.certificates, row.counts], [null, 0, 1, counts]);
    const { certificate } = await certificateOf(anna, id);
    assert.equal(certificate.request.kind, 'contact');
    assert.ok(certificate.device?.search, 'this browser’s own search stands in it');

    const digits = number.replaceAll(/\D/g, '').slice(-8);
    for (const browser of [anna, berta]) {
      await eventually(
        () => browser.call('search', CANARY),
        ({ totalTexts, conversations, contacts }) =>
          totalTexts === 0 && conversations.length === 0 && contacts.length === 0,
      );
      assert.equal(await browser.call('contact', contact), null);
      const { rows: calls } = await browser.call('calls');
      assert.ok(calls.every((call) => !(call.number ?? '').includes(digits)));
      await assert.rejects(browser.call('threadWindow', conversation, 'end', 10), /^Error: no-conversation/);
      const disk = await eventually(
        () => readDisk(browser),
        (written) => !written.includes(CANARY),
      );
      assert.ok(!disk.includes(digits), 'the number is on no page');
    }
    const plan = await plannedBy(anna, id);
    assert.ok(plan.records.length >= counts.texts + counts.calls + 1);
    assert.equal(plan.batches.length, 1);
    const rows = await serversRows(anna);
    // For 90 days, so that every device hears of it.
    assert.deepEqual(tablesNaming(rows, plan.records), ['tombstone']);
    const before = plan.batches.map((batch) => sealed.get(batch) ?? '');
    assert.ok(before.every((envelope) => envelope.length > 100));
    assert.deepEqual(tablesNaming(rows, before), []);
  },
);

/** Sealed octets of all batches, by id, as the server has them now. */
async function envelopes(browser: EngineBrowser): Promise<Map<string, string>> {
  const rows = (await serversRows(browser)).filter(({ table }) => table === 'batch');
  return new Map(
    rows.map(({ row }) => {
      const { id, envelope } = JSON.parse(row) as { id: string; envelope: string };
      return [id, envelope];
    }),
  );
}

/** Ids that the plans of an erasure name, as this browser keeps them. */
function plannedBy(browser: EngineBrowser, id: string): Promise<{ records: string[]; batches: string[] }> {
  return browser.page.evaluate(async (erasure) => {
    const opening = indexedDB.open('smseal');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const reading = opening.result.transaction('erasure').objectStore('erasure').get(erasure);
    await new Promise((resolve) => reading.addEventListener('success', resolve));
    opening.result.close();
    const { parts } = reading.result as {
      parts: { records: { id: string }[]; texts: { batch: string }[] }[];
    };
    return {
      records: parts.flatMap(({ records }) => records.map((record) => record.id)),
      batches: parts.flatMap(({ texts }) => texts.map(({ batch }) => batch)),
    };
  }, id);
}

test('the phone, which keeps its own copies, does not bring back what was erased', { skip }, async () => {
  const before = await anna.call('sync');
  await stage.system.end('phone');
  await stage.system.restart('phone');
  await handset(stage, '/page/text', { from: '+48601555999', text: 'a text that makes it look' });
  const since = new Date().toISOString();
  await anna.until('phones', ([phone]) => (phone?.report?.completeUpTo ?? '') > since, 60_000);
  const after = await anna.call('sync');
  assert.equal(after.loaded.messages, before.loaded.messages + 1);
  assert.equal((await anna.call('search', CANARY)).totalTexts, 0);
});

/** A text of somebody's, by its words. */
async function someText(words: string): Promise<{ item: string; conversation: string }> {
  const from = '+48601555321';
  await handset(stage, '/page/text', { from, text: words });
  const { id: conversation } = await anna.call('conversationFor', [from]);
  const { items } = await eventually(
    () => anna.call('threadWindow', conversation, 'end', 50),
    (window) => window.items.some(({ text }) => text === words),
  );
  return { item: items.find(({ text }) => text === words)?.id ?? '', conversation };
}

/** What is on the way from and to the server when the tab is closed. */
const CUTS = {
  'before the order reaches the server': { path: '**/v1/erasures', lets: 0 },
  'before the answer to the order comes back': { path: '**/v1/erasures', lets: 1 },
  'before the search is told': { path: '**/v1/erasures/*/search', lets: 0 },
  'before the server’s word on the search comes back': { path: '**/v1/erasures/*/search', lets: 1 },
  'before the certificate is fetched': { path: /\/v1\/erasures\/[^/]{22}$/, lets: 0 },
};

for (const [when, { path, lets }] of Object.entries(CUTS))
  test(
    `a tab that is closed ${when} loses nothing: another goes on to the certificate`,
    { skip },
    async () => {
      const words = `Cut off ${when}`;
      const { item, conversation } = await someText(words);
      let met = 0;
      await anna.context.route(path, async (route) => {
        met++;
        if (met <= lets) await route.fetch();
        // The tab may be gone by then.
        await route.abort().catch(() => undefined);
      });
      const id = await anna.call('erase', { of: 'texts', items: [item] });
      await eventually(
        () => Promise.resolve(met),
        (times) => times > 0,
      );
      await anna.reload();
      await anna.context.unroute(path);
      const row = await certified(anna, id, 60_000);
      assert.deepEqual([row.certificates, row.counts.texts, row.trouble], [1, 1, null]);
      const { certificate } = await certificateOf(anna, id);
      assert.deepEqual([certificate.request.kind, certificate.device?.search === null], ['records', false]);
      const { items } = await anna.call('threadWindow', conversation, 'end', 50).catch(() => ({ items: [] }));
      assert.ok(items.every(({ text }) => text !== words));
      await eventually(
        () => berta.call('search', words),
        ({ totalTexts }) => totalTexts === 0,
      );
    },
  );

test('without the server nothing is begun, and it is said', { skip }, async () => {
  const { item } = await someText('Still here');
  await anna.context.route('**/v1/**', (route) => route.abort());
  await assert.rejects(anna.call('erase', { of: 'texts', items: [item] }), /^Error: unreachable/);
  await anna.context.unroute('**/v1/**');
  assert.ok((await anna.call('search', 'Still here')).totalTexts > 0);
});
