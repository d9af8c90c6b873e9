/** A server between a gateway and the browser that configures it: what it relays twice, forges or brings too late does nothing. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { DirectExchange, LiveConnection } from '@smseal/client';
import {
  readGatewayWord,
  type DirectEvent,
  type GatewayStatus,
  type GatewayWord,
  type Id,
} from '@smseal/protocol';
import { generateDeviceKeys, randomId, sealDirect } from '@smseal/seal';
import type { System } from '@smseal/testkit';
import { openGatewayStage } from '../src/gateway/open-gateway-stage.ts';
import type { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

const WEBHOOK = randomId();

describe('what a browser and a gateway say to each other', () => {
  const lifetime = new Lifetime();
  let system: System;
  let browser: HeadlessBrowser;
  let gateway: Id;
  let receiver: Server;
  let connection: LiveConnection;
  let exchange: DirectExchange;
  const taken: string[] = [];
  const heard: GatewayWord[] = [];
  const sent: DirectEvent[] = [];

  before(async () => {
    const stage = await openGatewayStage(lifetime);
    ({ system, browser } = stage);
    const { owner } = stage;
    gateway = owner.gateway;
    receiver = createServer((request, response) => {
      taken.push(String(request.headers['webhook-id']));
      request.resume().on('end', () => response.writeHead(204).end());
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    const webhook = {
      id: WEBHOOK,
      url: `http://127.0.0.1:${port}/`,
      secret: Buffer.alloc(32, 7).toString('base64'),
      events: ['message.state' as const],
      createdAt: new Date().toISOString(),
      paused: false,
    };
    await owner.configure((settings) => ({ ...settings, webhooks: [webhook] }));
    const { token } = await owner.newApiKey();
    listen();
    await until('a text to be told of', async () => {
      const response = await fetch(`${system.gatewayUrl}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ to: '+447700900501', text: 'Hello' }),
      });
      return response.status === 202 || undefined;
    });
    await until(
      'its delivery to be told of',
      () => taken.some((id) => id.includes(':delivered:')) || undefined,
    );
  });
  after(async () => {
    connection?.stop();
    await lifetime.end();
    receiver?.close();
  });

  function listen(): void {
    const { api, membership } = browser;
    connection = new LiveConnection({
      origin: system.origin,
      token: () => membership.identity.token,
      listener: {
        ready: () => undefined,
        message: (message) => {
          if (message.type === 'direct') void exchange.take(message);
        },
        closed: () => undefined,
      },
    });
    exchange = new DirectExchange({
      api,
      membership,
      relay: (event) => {
        sent.push(event);
        return connection.send(event);
      },
      bell: (alarm) => assert.fail(alarm.detail),
      clock: 'corrected',
      heard: (payload) => {
        const word = readGatewayWord(payload);
        assert.ok(word, 'a word of this version');
        heard.push(word);
      },
    });
    connection.start();
  }

  async function status(): Promise<GatewayStatus> {
    const before = heard.length;
    return until('its status', async () => {
      await exchange.send({ v: 1, type: 'watch', webhooks: [] }, { to: gateway, lifeMs: 60_000 });
      return heard.slice(before).find((word) => word.type === 'status');
    });
  }

  const replay = (life: Id) => ({
    v: 1,
    type: 'replay-webhook',
    life,
    webhook: WEBHOOK,
    since: new Date(Date.now() - 3_600_000).toISOString(),
    until: new Date(Date.now() + 60_000).toISOString(),
  });

  /** Whatever was sent before has been looked at once the gateway says something new. */
  async function settled(): Promise<number> {
    await status();
    await status();
    return taken.length;
  }

  test('the gateway says where it stands to who configures it', async () => {
    const { settings, connectors, suppressions, webhooks } = await status();
    assert.equal(settings.version, 2);
    assert.deepEqual([connectors[0]?.state, suppressions.proven], ['bound', true]);
    assert.deepEqual([webhooks[0]?.webhook, webhooks[0]?.condition], [WEBHOOK, 'working']);
    // A second is counted when it is over.
    await until('the text to be counted, once', async () => {
      const { perSecond } = (await status()).texts;
      return perSecond.reduce((sum, count) => sum + count, 0) === 1 || undefined;
    });
  });

  test('[SEAL-93] a replay that the server brings twice is carried out once', async () => {
    const { life } = await status();
    const before = await settled();
    await exchange.send(replay(life), { to: gateway, lifeMs: 60_000 });
    const [event] = sent.slice(-1);
    assert.ok(event);
    await until('it to be told again', () => (taken.length > before ? true : undefined));
    const once = await settled();
    connection.send(event);
    connection.send(event);
    assert.equal(await settled(), once);
    assert.ok(system.logOf('gateway').some((line) => line.includes('replayed')));
  });

  test('[SEAL-94] a command to the gateway’s former life is not carried out', async () => {
    const before = await settled();
    await exchange.send(replay(randomId()), { to: gateway, lifeMs: 60_000 });
    const answer = await until('an answer', () =>
      heard.find((word) => word.type === 'replayed' && !word.outcome.done),
    );
    assert.deepEqual(answer.type === 'replayed' && answer.outcome, { done: false, why: 'begun-anew' });
    assert.equal(await settled(), before);
  });

  test('[SEAL-91] what is sealed well and signed by another, or has expired, is not carried out', async () => {
    const { life } = await status();
    const before = await settled();
    const { chain, identity } = browser.membership;
    const { sign } = await generateDeviceKeys();
    const now = Date.now();
    const common = { chain, to: gateway, payload: replay(life) };
    const forged = await sealDirect({
      ...common,
      by: { ...identity.keys, sign },
      now,
      expires: now + 60_000,
    });
    const late = await sealDirect({ ...common, by: identity.keys, now: now - 90_000, expires: now - 30_000 });
    connection.send(forged);
    connection.send(late);
    assert.equal(await settled(), before);
    assert.ok(system.logOf('gateway').some((line) => line.includes('bad-signature')));
  });
});
