/** Bad conditions that pass: a full disk, a database that is away, a phone whose clock is a day off. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { listChanges, type How } from '@smseal/client';
import {
  CodedError,
  type Id,
  type MessagePayload,
  type SettingPayload,
  type TextState,
} from '@smseal/protocol';
import { settingId } from '@smseal/seal';
import { startSystem, type System } from '@smseal/testkit';
import { FULL, fillDiskOf } from '../src/hardship/full-disk.ts';
import { atHandset } from '../src/handset.ts';
import { HeadlessBrowser } from '../src/headless-browser.ts';
import type { HandedIn } from '../src/kills/life.ts';
import { outgoingTexts, unsettled } from '../src/kills/settled.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

const FRIEND = '+14155550195';
const DAY_MS = 24 * 60 * 60 * 1000;
const SHIFTED_CLOCK = new URL('../src/hardship/shifted-clock.ts', import.meta.url).href;
const lifetime = new Lifetime();
const handedIn: HandedIn[] = [];
let system: System;
let browser: HeadlessBrowser;
let phone: Id | null = null;

before(async () => {
  system = await startSystem({ counts: { messages: 60, contacts: 5, calls: 5 } });
  lifetime.after(() => system.stop());
  browser = await HeadlessBrowser.signUp(system);
  lifetime.after(() => Promise.resolve(browser.close()));
});
after(() => lifetime.end());

test('a full disk is said to be full, changes nothing, and everything arrives once there is room', async (t) => {
  if (!existsSync(FULL)) return t.skip(`this machine has no ${FULL}`);
  const disk = await fillDiskOf(system, 'record');
  const before = await listChanges(browser.api, { since: 0 });
  await assert.rejects(writeSetting({ retry: 0 }), (error) => {
    assert.ok(error instanceof CodedError);
    assert.equal(error.code, 'storage-full');
    assert.ok(Number(error.extra['retryAfterMs']) > 0);
    return true;
  });
  assert.equal((await fetch(`${system.origin}/healthz`)).status, 200);
  assert.deepEqual(await listChanges(browser.api, { since: 0 }), before);
  await linked();
  await atHandset(system, '/page/text', { from: FRIEND, text: 'while the disk is full' });
  const patient = writeSetting({ retry: 'until-aborted' });
  await sleep(1_500);
  assert.deepEqual((await listChanges(browser.api, { since: 0 })).changes, before.changes);
  await disk.empty();
  await patient;
  await settled();
});

test('PostgreSQL is away for some seconds: everybody waits and goes on', async () => {
  await linked();
  await system.kill('database');
  const answer = await fetch(`${system.origin}/healthz`);
  assert.equal(answer.status, 503);
  assert.equal(((await answer.json()) as { code: string }).code, 'unavailable');
  assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
  await atHandset(system, '/page/text', { from: FRIEND, text: 'while nothing is stored' });
  const sent = say('while nothing is taken');
  await sleep(5_000);
  await system.restart('database');
  await sent;
  await settled();
});

for (const [where, shift] of [
  ['a day behind', -DAY_MS],
  ['a day ahead', DAY_MS],
] as const) {
  test(`a phone whose clock is ${where}: nothing is lost, and nothing leaves that must not`, async () => {
    await linked();
    await setClock(shift);
    await browser.listen();
    await atHandset(system, '/page/text', { from: FRIEND, text: `from ${where}` });
    await atHandset(system, '/page/battery', { level: shift > 0 ? 61 : 62, charging: false });
    const heard = await batteryAt(shift > 0 ? 61 : 62);
    assert.ok(Math.abs(Date.parse(heard) - shift - Date.now()) < 60_000, heard);
    const text = await say(`to ${where}`);
    // Judged by the later of both clocks: to a phone that is a day ahead, what is good for an hour has run out.
    await becomes(text, shift > 0 ? 'expired' : 'delivered');
    await settled();
    const payload = browser.store
      .payloads<MessagePayload>('message')
      .find((message) => message.text === `from ${where}`);
    assert.ok(payload && Math.abs(Date.parse(payload.at) - shift - Date.now()) < 60_000);
    await setClock(0);
    await becomes(await say(`after ${where}`), 'delivered');
    await settled();
    assert.deepEqual(browser.person.alarms, []);
    browser.close();
  });
}

/** The phone, linked the first time that it is needed. */
async function linked(): Promise<Id> {
  return (phone ??= await browser.linkPhone());
}

/** Asks the phone until it says that its battery is at this level; returns the time that it gives. */
async function batteryAt(level: number): Promise<string> {
  const phone = await linked();
  return until(`a battery at ${level}`, async () => {
    await browser.say({ v: 1, type: 'ask-state' }, phone);
    const heard = browser.live.find((event) => event.type === 'battery' && event.level === level);
    return heard?.type === 'battery' ? heard.at : undefined;
  });
}

/** Hands in a text, however long the server is away; returns its name. */
async function say(text: string): Promise<string> {
  const batch = await browser.send(await linked(), [{ to: [FRIEND], text, simSlot: 0 }]);
  handedIn.push({ batch, index: 0, text });
  return `${batch}:0`;
}

function becomes(text: string, state: TextState): Promise<true> {
  return browser.read(`${text} to be ${state}`, (store) =>
    outgoingTexts(store).get(text)?.state === state ? true : undefined,
  );
}

async function writeSetting(how: How): Promise<void> {
  const { keyring } = browser.membership;
  const name = 'sync-deletions';
  const setting: SettingPayload = { v: 1, name, value: true, at: new Date().toISOString() };
  const id = await settingId(keyring, name);
  await browser.writer.write({ kind: 'setting', id, known: null, change: () => setting }, how);
}

/** Everything on the handset is in the account once, and of everything handed in it is said what became of it. */
async function settled(): Promise<void> {
  await browser
    .read('everything to settle', async (store) =>
      (await unsettled(system, store, handedIn)).length === 0 ? true : undefined,
    )
    .catch(async () => assert.deepEqual(await unsettled(system, browser.store, handedIn), []));
  assert.deepEqual(browser.store.refused, []);
}

/** Sets the phone's clock, which the agent and the handset share, so many ms off. */
async function setClock(shift: number): Promise<void> {
  const env = { NODE_OPTIONS: `--import=${SHIFTED_CLOCK}`, SMSEAL_TEST_CLOCK_MS: String(shift) };
  await system.end('phone');
  await system.end('rehearsal');
  await system.restart('rehearsal', env);
  await system.restart('phone', env);
}
