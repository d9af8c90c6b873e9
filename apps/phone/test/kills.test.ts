import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { expandBatch } from '@smseal/client';
import type { MessagePayload, SettingPayload } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem, type System } from '@smseal/testkit/system';
import { atHandset, TestBrowser } from './test-browser.ts';
import { until } from './until.ts';

const MOBILE = '+14155550123';
const FRIEND = '+14155550195';
const KILLS = Number(process.env['SMSEAL_TEST_KILLS'] ?? 6);
const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? randomInt(1_000_000));
let system: System;
let browser: TestBrowser;
let phone: string;
const endings: (() => Promise<void>)[] = [];

before(async () => {
  const { url } = await testDatabase({ after: (finish) => void endings.push(finish) });
  system = await startSystem({
    databaseUrl: url,
    counts: { messages: 400, contacts: 10, calls: 10 },
    pace: 0,
  });
  browser = await TestBrowser.signUp(system, MOBILE);
  phone = await browser.linkPhone();
});

after(async () => {
  browser.close();
  await system.stop();
  for (const end of endings) await end();
});

test(`agent and server killed ${KILLS} times while texts come and go: none lost, none doubled (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const batches: string[] = [];
  for (let i = 0; i < KILLS; i++) {
    await atHandset(system, '/page/text', { from: '+14155550177', text: `arrival ${i}` });
    const texts = [0, 1, 2].map((k) => ({ to: [FRIEND], text: `leaving ${i}.${k}`, simSlot: 0 }));
    batches.push(await browser.send(phone, texts));
    await sleep(random() * 400);
    const victim = random() < 0.7 ? 'phone' : 'server';
    await system.kill(victim);
    await sleep(random() * 200);
    await system.restart(victim);
  }
  await browser.read((store) => {
    const done = batches.every((batch) => {
      const opened = store.batches.get(batch);
      const segments = store.segments.filter((segment) => segment.batch === batch);
      return (
        opened &&
        expandBatch(opened, segments).every(({ state }) => ['delivered', 'unknown', 'sent'].includes(state))
      );
    });
    return done || undefined;
  }, 90_000);
  const onPhone = await until(async () => {
    const rows = await textsOnPhone();
    await browser.engine.catchUp();
    return browser.store.of('message').length === rows.total && whole() ? rows : undefined;
  }, 90_000);
  const mine = browser.store.payloads<MessagePayload>('message').map(({ text }) => text);
  for (let i = 0; i < KILLS; i++) {
    assert.equal(count(mine, `arrival ${i}`), 1);
    for (let k = 0; k < 3; k++) {
      const left = count(onPhone.texts, `leaving ${i}.${k}`);
      assert.ok(left <= 1, `leaving ${i}.${k} left ${left} times`);
      assert.equal(count(mine, `leaving ${i}.${k}`), left);
    }
  }
  assert.deepEqual(browser.store.refused, []);
  assert.deepEqual(browser.alarms, []);
});

/** The phone has said that its reading is complete. */
function whole(): boolean {
  return browser.store.payloads<SettingPayload>('setting').some(({ name }) => name === `phone:${phone}`);
}

async function textsOnPhone(): Promise<{ texts: string[]; total: number }> {
  const query = async (uri: string) => {
    const response = await fetch(`${system.handsetUrl}/provider/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri }),
    });
    return ((await response.json()) as { rows: { body?: string }[] }).rows;
  };
  const [sms, mms] = [await query('content://sms'), await query('content://mms')];
  return { texts: sms.map(({ body }) => body ?? ''), total: sms.length + mms.length };
}

function count(texts: readonly string[], wanted: string): number {
  return texts.filter((text) => text === wanted).length;
}

/** Mulberry32: enough to pick moments. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
