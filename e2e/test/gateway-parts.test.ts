/** Somebody writes at length over a carrier that brings one part at a time; whatever was answered for is in the account. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { MessagePayload } from '@smseal/protocol';
import type { System } from '@smseal/testkit';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import type { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

const PERSON = '+447700900301';

describe('a gateway whose carrier waits for each answer', () => {
  const lifetime = new Lifetime();
  let system: System;
  let smsc: Smsc;
  let browser: HeadlessBrowser;

  before(async () => {
    const stage = await openGatewayStage(lifetime, { behaviour: 'fast', deliverWindow: 1 });
    ({ system, smsc, browser } = stage);
    const { owner } = stage;
    const { token } = await owner.newApiKey();
    await until('a key that holds', async () => {
      const response = await fetch(`${system.gatewayUrl}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ to: PERSON, text: 'Hello' }),
      });
      return response.status === 202 || undefined;
    });
    await smsc.waitFor(1, 'delivered');
  });
  after(() => lifetime.end());

  /** Incoming texts, with those of parts and without. */
  async function incoming(): Promise<{ all: MessagePayload[]; shown: MessagePayload[] }> {
    await browser.engine.catchUp();
    const records = [...browser.store.records.values()].filter(({ kind }) => kind === 'message');
    const all = records.map(({ payload }) => payload as MessagePayload);
    const covered = new Set(all.flatMap(({ replaces = [] }) => replaces));
    const shown = records
      .filter(({ id }) => !covered.has(id))
      .map(({ payload }) => payload as MessagePayload);
    return { all, shown };
  }

  test('puts a long text together although each part had to be answered for first', async () => {
    const text = `${'a'.repeat(153)}${'b'.repeat(153)}c`;
    smsc.typeReply(PERSON, text);
    const { shown } = await until('the whole text', async () => {
      const now = await incoming();
      return now.shown.some((one) => one.text === text) ? now : undefined;
    });
    assert.deepEqual(
      shown.map((one) => one.text),
      [text],
    );
  });

  test('killed after the first part was answered for, it has lost none of it', async () => {
    const before = (await incoming()).all.length;
    smsc.typeReply(PERSON, `${'d'.repeat(153)}${'e'.repeat(153)}f`);
    await until('the first part', async () => ((await incoming()).all.length > before ? true : undefined));
    await system.kill('gateway');
    await system.restart('gateway', { SMSEAL_GATEWAY_PORT: new URL(system.gatewayUrl).port });
    await until('all of it', async () => {
      const words = (await incoming()).shown.map((one) => one.text).join('');
      const count = (letter: string): number => words.split(letter).length - 1;
      return (count('d') >= 153 && count('e') >= 153 && count('f') >= 1) || undefined;
    });
    assert.equal(smsc.waiting, 0);
  });
});
