/** An owner limits what a gateway may send: beyond it texts wait, say why, and go when they may. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { GatewaySettings } from '@smseal/protocol';
import type { System } from '@smseal/testkit';
import type { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

interface Timeline {
  state: string;
  waiting: { why: string; until: string | null } | null;
}

describe('a gateway with limits', () => {
  const lifetime = new Lifetime();
  let system: System;
  let smsc: Smsc;
  let owner: GatewayOwner;
  let token = '';

  before(async () => {
    ({ system, smsc, owner } = await openGatewayStage(lifetime));
    ({ token } = await owner.newApiKey());
  });
  after(() => lifetime.end());

  async function call<T>(path: string, body?: object) {
    const response = await fetch(system.gatewayUrl + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => null);
    if (response === null) return null;
    const { status, headers } = response;
    return { status, headers, body: (await response.json()) as T };
  }

  /** @returns the ids of the texts. */
  async function send(body: object): Promise<string[]> {
    return until('the gateway', async () => {
      const answer = await call<{ accepted: { id: string }[] }>('/v1/messages', body);
      return answer?.status === 202 ? answer.body.accepted.map(({ id }) => id) : undefined;
    });
  }

  const timeline = async (id = '') => (await call<Timeline>(`/v1/messages/${id}/timeline`))?.body;

  const limit = (limits: Partial<GatewaySettings['limits']>) =>
    owner.configure((settings) => ({ ...settings, limits: { ...settings.limits, ...limits } }));

  /** Resolves once the gateway tells this limit of the day. */
  const obeyed = (textsPerDay: number) =>
    until('the limit', async () => {
      const answer = await call('/v1/messages', { to: 'nobody', text: 'x' });
      return answer?.headers.get('ratelimit-policy')?.includes(`"daily";q=${textsPerDay};`) || undefined;
    });

  /** Resolves once so many texts have reached their handsets. */
  const handsets = (texts: number) =>
    until(`${texts} texts`, () => smsc.texts().length >= texts || undefined, 60_000);

  const people = (count: number, from: number) =>
    Array.from({ length: count }, (_, i) => `+4477009${String(from + i)}`);

  test('beyond the texts of a day what is handed in is taken and waits; its timeline says for what', async () => {
    await limit({ textsPerDay: 3 });
    await obeyed(3);
    const ids = await send({ to: people(5, 10_000), text: 'Sale', class: 'marketing' });
    await handsets(3);
    const waiting = await until('the wait', async () => {
      const waits = (await Promise.all(ids.map(timeline))).flatMap((one) => one?.waiting ?? []);
      return waits.length === 2 ? waits : undefined;
    });
    const midnight = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
    for (const { why, until: end } of waiting) assert.deepEqual([why, end], ['daily-limit', midnight]);
    const answer = await call('/v1/messages', { to: 'nobody', text: 'x' });
    assert.match(answer?.headers.get('ratelimit') ?? '', /"daily";r=0;t=\d+$/);
  });

  test('what expires while it waits is told before the day is over', async () => {
    const [brief] = await send({ to: '+447700912002', text: 'Sale', expiresAt: inMinutes(0.02) });
    await until('its end', async () => ((await timeline(brief))?.state === 'expired' ? true : undefined));
  });

  test('a one-time code leaves all the same, however much waits before it', async () => {
    for (let i = 0; i < 30; i++)
      await send({
        to: people(1, 11_000 + i),
        text: 'Sale',
        class: 'marketing',
        expiresAt: inMinutes(60 + i),
      });
    const [code] = await send({ to: '+447700912000', text: 'Your code is 1234', class: 'one-time-code' });
    await until('the code', async () => ((await timeline(code))?.state === 'delivered' ? true : undefined));
    assert.equal(smsc.texts().length, 4);
  });

  test('a gateway that was killed has not forgotten what left', async () => {
    await system.kill('gateway');
    await system.restart('gateway', { SMSEAL_GATEWAY_PORT: new URL(system.gatewayUrl).port });
    await send({ to: '+447700912001', text: 'Your code is 1234', class: 'one-time-code' });
    await handsets(5);
    assert.equal(smsc.texts().filter(({ text }) => text === 'Sale').length, 3);
  });

  test('what waits goes when the limit is lifted', async () => {
    await limit({ textsPerDay: 1_000 });
    await handsets(3 + 1 + 30 + 1 + 2);
  });

  test('segments leave at the pace that the owner allows over all carriers', async () => {
    await limit({ textsPerDay: 2_000, segmentsPerSecond: 20 });
    await obeyed(2_000);
    const began = performance.now();
    await send({ to: people(30, 13_000), text: 'x'.repeat(200) });
    await handsets(37 + 30);
    const seconds = (performance.now() - began) / 1_000;
    assert.ok(seconds > 2.8, `60 segments took ${seconds.toFixed(1)} s at 20 a second`);
  });
});

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
