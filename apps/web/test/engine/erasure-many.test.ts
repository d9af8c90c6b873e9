/** Erasing a person’s place in texts to many: blanked where it is, the others untouched, and never while something may leave. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TextState } from '@smseal/protocol';
import type { ErasureRow, ErasureTarget } from '../../src/engine/erasure/erasure-api.ts';
import { GatewayPart } from './gateway-part.ts';
import {
  eventually,
  firstBrowser,
  openStage,
  secondBrowser,
  skip,
  type EngineBrowser,
  type Stage,
} from './harness.ts';
import type { EnginePage } from './page/engine-page.ts';

let stage: Stage;
let anna: EngineBrowser;
let berta: EngineBrowser;
let gateway: GatewayPart;

before(async () => {
  if (skip) return;
  stage = await openStage(['database', 'rehearsal', 'server']);
  anna = await firstBrowser(stage);
  gateway = await GatewayPart.link(stage, anna);
  berta = await secondBrowser(stage, anna);
});
after(() => stage?.close());

const number = (place: number) => `+4860020${String(place).padStart(4, '0')}`;
const EVERYTHING = { search: '', states: null, from: 0, count: 20 };

/** Sends a text to many to these numbers and waits until it is handed in. */
async function sendTo(name: string, places: readonly number[]): Promise<string> {
  const { draft } = await anna.call('readSheet', places.map(number).join('\n'), {
    name: null,
    fallback: null,
  });
  const mapping = { numbers: 0, header: false, country: 'PL', dropLandlines: false } as const;
  await anna.call('readRecipients', draft, mapping);
  const id = await anna.call('sendToMany', draft, {
    name,
    text: `${name} for all of you`,
    instead: {},
    smart: 'off',
    target: gateway.identity.keys.id,
    simSlot: null,
    from: null,
    notBefore: null,
    hours: 24,
  });
  for (const browser of [anna, berta])
    await eventually(
      () => browser.call('campaign', id),
      (view) => view?.toPost === 0 && view.missing === 0,
    );
  return id;
}

/** The gateway takes the texts that are due and says this of each of them. */
async function deliver(states: Record<number, TextState>): Promise<void> {
  const [leased, ...others] = await gateway.lease();
  assert.ok(leased && others.length === 0);
  const at = new Date().toISOString();
  await gateway.report(
    leased,
    Object.entries(states).map(([index, state]) => ({
      index: Number(index),
      at,
      state,
      carrierId: `c${index}`,
    })),
  );
}

function ofNumber(place: number): ErasureTarget {
  return { of: 'number', number: number(place), groups: 'theirs' };
}

async function rowOf(browser: EngineBrowser, id: string): Promise<ErasureRow> {
  const found = (await browser.call('erasures')).find((row) => row.id === id);
  assert.ok(found);
  return found;
}

function certified(browser: EngineBrowser, id: string): Promise<ErasureRow> {
  return eventually(
    () => rowOf(browser, id),
    (row) => row.state === 'certified' && row.waiting === 0,
    30_000,
  );
}

function readDisk(browser: EngineBrowser): Promise<string> {
  return browser.page.evaluate(() =>
    (globalThis as unknown as { enginePage: EnginePage }).enginePage.readDisk(),
  );
}

async function results(browser: EngineBrowser, campaign: string): Promise<[string, TextState, string][]> {
  const { rows } = await browser.call('campaignResults', campaign, EVERYTHING);
  return rows.map(({ number: shown, state, text }) => [shown.replaceAll(' ', ''), state, text]);
}

test('an entry is blanked at its place in both browsers, and the others keep theirs', { skip }, async () => {
  const campaign = await sendTo('Spring', [0, 1, 2, 3]);
  await deliver({ 0: 'delivered', 1: 'delivered', 2: 'failed', 3: 'delivered' });
  const whole = 'Spring for all of you';
  await eventually(
    () => results(anna, campaign),
    (rows) => rows[3]?.[1] === 'delivered',
  );
  const { counts } = await anna.call('erasureOf', ofNumber(1));
  assert.deepEqual([counts.texts, counts.toMany, counts.campaigns], [1, 1, 0]);
  await eventually(
    () => readDisk(berta),
    (disk) => disk.includes(number(1)),
  );
  const row = await certified(anna, await anna.call('erase', ofNumber(1)));
  assert.equal(row.certificates, 1);
  for (const browser of [anna, berta]) {
    const rows = await eventually(
      () => results(browser, campaign),
      (seen) => seen[1]?.[0] === 'Erased',
    );
    assert.deepEqual(
      rows.map(([shown, state, text]) => [shown.slice(-4), state, text]),
      [
        ['0000', 'delivered', whole],
        ['ased', 'delivered', ''],
        ['0002', 'failed', whole],
        ['0003', 'delivered', whole],
      ],
    );
    const disk = await eventually(
      () => readDisk(browser),
      (written) => !written.includes(number(1)),
    );
    assert.ok(disk.includes(number(2)), 'the others are still here');
    assert.ok(!disk.includes('"carrierId":"c1"') && disk.includes('"carrierId":"c2"'));
    assert.deepEqual((await browser.call('sync')).alarms, []);
  }
  const again = await anna.call('erasureOf', ofNumber(1));
  assert.equal(again.counts.texts, 0);
  await assert.rejects(anna.call('erase', ofNumber(1)), /^Error: nothing-to-erase/);
  await berta.reload();
  const kept = await eventually(
    () => results(berta, campaign),
    (rows) => rows.length === 4,
  );
  assert.equal(kept[1]?.[0], 'Erased');
});

test('a text that has not left is stopped, and erased once the others are through', { skip }, async () => {
  const campaign = await sendTo('Summer', [10, 11, 12]);
  const { stays } = await anna.call('erasureOf', ofNumber(11));
  assert.deepEqual([stays.waiting, stays.waitsUntil !== null], [1, true]);
  const id = await anna.call('erase', ofNumber(11));
  const waiting = await rowOf(anna, id);
  assert.deepEqual([waiting.state, waiting.waiting, waiting.certificates], ['waiting', 1, 0]);
  await anna.reload();
  assert.equal((await rowOf(anna, id)).waiting, 1);
  const [leased] = await gateway.lease();
  assert.deepEqual(leased?.states, ['leased', 'cancelled', 'leased']);
  const at = new Date().toISOString();
  assert.ok(leased);
  await gateway.report(leased, [
    { index: 0, at, state: 'delivered' },
    { index: 2, at, state: 'failed', error: { code: 'x', text: 'no' } },
  ]);
  const row = await certified(anna, id);
  assert.deepEqual([row.certificates, row.trouble], [1, null]);
  const rows = await eventually(
    () => results(berta, campaign),
    (seen) => seen[1]?.[0] === 'Erased',
  );
  assert.deepEqual(
    rows.map(([, state]) => state),
    ['delivered', 'cancelled', 'failed'],
  );
});

test('another browser stops and erases it, too', { skip }, async () => {
  const campaign = await sendTo('Autumn', [20, 21]);
  const id = await berta.call('erase', ofNumber(20));
  assert.equal((await rowOf(berta, id)).waiting, 1);
  const [leased] = await gateway.lease();
  assert.ok(leased);
  assert.deepEqual(leased.states, ['cancelled', 'leased']);
  await gateway.report(leased, [{ index: 1, at: new Date().toISOString(), state: 'delivered' }]);
  await certified(berta, id);
  const rows = await eventually(
    () => results(anna, campaign),
    (seen) => seen[0]?.[0] === 'Erased',
  );
  assert.equal(rows[1]?.[0].slice(-4), '0021');
});

test(
  'a text of which no receipt ever comes does not keep its recipient from being erased',
  { skip },
  async () => {
    const campaign = await sendTo('Winter', [30]);
    await deliver({ 0: 'sent' });
    await eventually(
      () => results(anna, campaign),
      (rows) => rows[0]?.[1] === 'sent',
    );
    const { counts, stays } = await anna.call('erasureOf', ofNumber(30));
    assert.deepEqual([counts.campaigns, stays.waiting], [1, 0]);
    await certified(anna, await anna.call('erase', ofNumber(30)));
    await eventually(
      () => berta.call('campaign', campaign),
      (view) => view === null,
    );
    // A receipt that comes after all is for nobody.
    const unfinished = await gateway.leaseUnfinished();
    assert.deepEqual(unfinished, []);
  },
);
