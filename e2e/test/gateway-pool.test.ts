/** Two gateways of one pool at one carrier: they share a campaign, and one goes on when the other dies. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getBatch } from '@smseal/client';
import type { Id } from '@smseal/protocol';
import { startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { HeadlessBrowser } from '../src/headless-browser.ts';
import { assertNoneLostOrDoubled, settled } from '../src/kills/campaign-end.ts';
import { Campaign } from '../src/kills/campaign.ts';
import { seedOf } from '../src/kills/kill-story.ts';
import { until } from '../src/until.ts';

const seed = seedOf(process.env);
const REQUESTS = 60;
/** Texts that may be in doubt when a gateway dies: what its window holds and what is cleared ahead of it. */
const MOST_IN_DOUBT = 1_500;

describe(`two gateways of one pool (SMSEAL_TEST_SEED=${seed})`, () => {
  let smsc: Awaited<ReturnType<typeof startSmsc>>;
  let system: System;
  let browser: HeadlessBrowser;
  let owner: GatewayOwner;
  let second: Id;
  let token = '';

  before(async () => {
    smsc = await startSmsc({
      seed,
      behaviour: {
        answerMs: [2, 30],
        outcomes: { delivered: 1 },
        receipts: { delayMs: [5, 200] },
        replies: { stop: 0, help: 0, question: 0, thanks: 0 },
        endings: false,
      },
    });
    system = await startSystem({
      seed,
      programs: ['database', 'rehearsal', 'server', 'gateway', 'gateway2'],
      env: { SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(smsc.url).host}` },
    });
    browser = await HeadlessBrowser.signUp(system);
    owner = new GatewayOwner(browser, await browser.linkGateway());
    second = await browser.linkGateway('gateway2');
    ({ token } = await owner.newApiKey());
    await owner.grantSuppressions([second]);
    await owner.take(second);
    await until('the second gateway to obey', async () =>
      (await ask(system.gateway2Url, '/v1/messages')).status === 200 ? true : undefined,
    );
  });
  after(async () => {
    browser?.close();
    await system?.stop();
    await smsc?.stop();
  });

  const ask = (url: string, path: string, method = 'GET'): Promise<Response> =>
    fetch(url + path, { method, headers: { authorization: `Bearer ${token}` } });

  async function send(url: string, to: string, given: object = {}): Promise<string> {
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ to, text: 'We open at nine.', ...given }),
    });
    assert.equal(response.status, 202);
    const { accepted } = (await response.json()) as { accepted: { id: string }[] };
    return accepted[0]?.id ?? '';
  }

  const read = async (url: string, id: string) =>
    (await (await ask(url, `/v1/messages/${id}`)).json()) as { state?: string; text?: string | null };

  test('what one takes the other tells of, and stops', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const id = await send(system.gatewayUrl, '+447700800001', { sendAt: later });
    assert.deepEqual((await read(system.gateway2Url, id)).text, 'We open at nine.');
    const stopped = await ask(system.gateway2Url, `/v1/messages/${id}/cancel`, 'POST');
    assert.equal(((await stopped.json()) as { state?: string }).state, 'cancelled');
    assert.equal((await read(system.gatewayUrl, id)).state, 'cancelled');
  });

  test('what one has in its hands the other stops', async () => {
    const paused = (yes: boolean) => owner.configure((settings) => ({ ...settings, paused: yes }));
    await paused(true);
    await until('the pause', async () => {
      const id = await send(system.gatewayUrl, '+447700800009');
      await sleep(300);
      return (await read(system.gatewayUrl, id)).state === 'leased' ? true : undefined;
    });
    const id = await send(system.gatewayUrl, '+447700800008');
    await until('it in the hands of the first', async () =>
      (await read(system.gateway2Url, id)).state === 'leased' ? true : undefined,
    );
    const stopped = await ask(system.gateway2Url, `/v1/messages/${id}/cancel`, 'POST');
    assert.equal(((await stopped.json()) as { state?: string }).state, 'cancelled');
    await paused(false);
    await until('the others to leave', () =>
      smsc.texts().some(({ to }) => to === '+447700800009') ? true : undefined,
    );
    assert.ok(!smsc.texts().some(({ to }) => to === '+447700800008'));
  });

  test('a receipt that comes to the other one is told all the same', async () => {
    const ids = await Promise.all(
      [system.gatewayUrl, system.gateway2Url].map((url, i) => send(url, `+44770080000${2 + i}`)),
    );
    for (const id of ids)
      await until('the receipt', async () =>
        (await read(system.gatewayUrl, id)).state === 'delivered' ? true : undefined,
      );
  });

  test('one dies in the midst of a campaign: none lost, none doubled, and the other one goes on', async (t) => {
    const urls = [system.gatewayUrl, system.gateway2Url];
    const campaign = new Campaign(system, { token, seed, urls });
    const over = new AbortController();
    const sending = campaign.run(over.signal);
    campaign.goOn(REQUESTS);
    const before = smsc.texts().length;
    await until('texts of both to leave', () => (smsc.texts().length > before + 300 ? true : undefined));
    await system.kill('gateway2');
    campaign.end();
    await sending;
    const states = await settled(browser, campaign);
    assert.ok(states.size > 1_000, `${states.size} texts`);
    assertNoneLostOrDoubled(
      states,
      smsc.texts().filter(({ to }) => !LONE.has(to)),
    );
    const inDoubt = [...states.values()].filter((state) => state === 'unknown').length;
    assert.ok(inDoubt <= MOST_IN_DOUBT, `${inDoubt} in doubt`);
    const authors = new Set(browser.store.segments.map(({ author }) => author));
    assert.deepEqual(authors, new Set([owner.gateway, second]), 'both have sent');
    assert.deepEqual(browser.store.refused, []);
    t.diagnostic(`seed ${seed}: of ${states.size} texts ${inDoubt} in doubt`);
  });

  test('a batch that a browser sent opens at the one that is left', async () => {
    const texts = [{ to: ['+447700800099'], text: 'From the browser.', simSlot: null }];
    const batch = await browser.send(owner.gateway, texts);
    await until('it to be delivered', async () =>
      (await getBatch(browser.api, batch)).states[0] === 'delivered' ? true : undefined,
    );
  });
});

/** Numbers that are texted outside of the campaign. */
const LONE: ReadonlySet<string> = new Set(['+447700800002', '+447700800003', '+447700800009']);
