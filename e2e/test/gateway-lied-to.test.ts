/** A gateway before a server that lies: it obeys nobody but its owner, and texts nobody who said STOP. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { getGatewaySettings } from '@smseal/client';
import { formatApiToken, type ListSegmentsPage, type PutGatewaySettings } from '@smseal/protocol';
import { generateDeviceKeys, openGatewaySettings, randomId, sealGatewaySettings } from '@smseal/seal';
import type { System } from '@smseal/testkit';
import type { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import type { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { startLyingServer, type LyingServer } from '../src/lying-server.ts';
import { until } from '../src/until.ts';

const [CLIENT, QUIET, OTHER] = ['+447700900701', '+447700900702', '+447700900703'];

describe('a gateway whose server lies', () => {
  const lifetime = new Lifetime();
  let lying: LyingServer;
  let system: System;
  let smsc: Smsc;
  let browser: HeadlessBrowser;
  let owner: GatewayOwner;
  let token = '';
  let path = '';

  before(async () => {
    ({ system, smsc, browser, owner } = await openGatewayStage(lifetime, undefined, {
      through: async (address, url) =>
        address === 'server' ? (lying = await startLyingServer(lifetime, url)).url : url,
    }));
    path = `/v1/gateways/${owner.gateway}/settings`;
    await owner.grantSuppressions();
    ({ token } = await owner.newApiKey());
    await until('the key to hold', async () =>
      (await send(CLIENT, 'Hello')).status === 202 ? true : undefined,
    );
  });
  after(() => lifetime.end());

  async function send(to: string, text: string, { bearer = token, class: textClass = 'transactional' } = {}) {
    const response = await fetch(`${system.gatewayUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ to, text, class: textClass }),
    });
    const body = (await response.json()) as { accepted?: { id: string }[]; code?: string };
    return { status: response.status, id: body.accepted?.[0]?.id ?? '', code: body.code };
  }

  const got = (number: string) => smsc.texts().flatMap(({ to, text }) => (to === number ? [text] : []));
  const arrived = (number: string, text: string) =>
    until(`“${text}”`, () => got(number).includes(text) || undefined);

  /** Resolves once the gateway has rung an alarm of this code after so many lines of its log. */
  const alarm = (code: string, after: number) =>
    until(
      `the alarm ${code}`,
      () =>
        system
          .logOf('gateway')
          .slice(after)
          .some((line) => line.includes('"alarm"') && line.includes(`"${code}"`)) || undefined,
    );
  const lines = () => system.logOf('gateway').length;

  /** Shows the gateway these settings in place of the true ones, and tells it to look. */
  function show(put: PutGatewaySettings): void {
    lying.lie = ({ method, path: asked }) => (method === 'GET' && asked === path ? put : undefined);
    lying.whisper({ type: 'settings' });
  }

  async function stored(): Promise<PutGatewaySettings> {
    const put = await getGatewaySettings(browser.api, owner.gateway);
    assert.ok(put);
    return put;
  }

  test('an API key that the server puts into its settings opens nothing, and is told', async () => {
    const { chain, keyring } = browser.membership;
    const { settings } = await openGatewaySettings({ put: await stored(), chain, as: { keyring } });
    const secret = randomBytes(32);
    const hash = createHash('sha256').update(secret).digest('base64url');
    const key = { id: randomId(), name: 'Ours', hash, scopes: ['send' as const], createdAt: settings.at };
    const { id } = browser.membership.identity.keys;
    const by = { ...(await generateDeviceKeys({ extractable: true })), id };
    const next = { ...settings, version: settings.version + 1, apiKeys: [...settings.apiKeys, key] };
    const before = lines();
    show(await sealGatewaySettings({ chain, by, settings: next }));
    await alarm('settings-refused', before);
    const bearer = formatApiToken({ id: key.id, secret: secret.toString('base64url') });
    assert.equal((await send(OTHER, 'Buy', { bearer })).status, 401);
    assert.equal((await send(CLIENT, 'Still here')).status, 202);
    await arrived(CLIENT, 'Still here');
    assert.deepEqual(got(OTHER), []);
    lying.lie = null;
  });

  test('settings of before, with a key that was revoked since, are not obeyed again', async () => {
    const old = await owner.newApiKey();
    await until('the key to hold', async () =>
      (await send(CLIENT, 'By the old key', { bearer: old.token })).status === 202 ? true : undefined,
    );
    const then = await stored();
    await owner.revokeApiKey(old.id);
    const refused = async (to = CLIENT) =>
      (await send(to, 'By the old key', { bearer: old.token })).status === 401 || undefined;
    await until('the key to be revoked', () => refused());
    const before = lines();
    show(then);
    await alarm('settings-rolled-back', before);
    assert.equal(await refused(OTHER), true);
    await system.kill('gateway');
    const anew = lines();
    await system.restart('gateway', { SMSEAL_GATEWAY_PORT: new URL(system.gatewayUrl).port });
    await alarm('settings-rolled-back', anew);
    assert.notEqual((await send(OTHER, 'By the old key', { bearer: old.token })).status, 202);
    lying.lie = null;
    lying.whisper({ type: 'settings' });
    await until('its true settings', async () =>
      (await send(CLIENT, 'Once more')).status === 202 ? true : undefined,
    );
    assert.deepEqual(got(OTHER), []);
  });

  test('a list that lacks its last STOP is refused; texts wait, codes pass, and who said STOP gets nothing', async () => {
    assert.equal((await send(QUIET, 'Sale')).status, 202);
    await arrived(QUIET, 'Sale');
    await until('somebody to answer', () => {
      try {
        smsc.typeReply(QUIET, 'STOP');
        return true;
      } catch {
        return undefined;
      }
    });
    await until('the confirmation', () => (got(QUIET).length === 2 ? true : undefined));
    await system.kill('gateway');
    lying.lie = ({ method, path: asked }, body) => {
      if (method !== 'GET' || asked !== '/v1/lists/suppressions/segments') return undefined;
      const { segments } = body as ListSegmentsPage;
      return {
        ...(body as ListSegmentsPage),
        segments: segments.slice(0, -1),
        head: { count: segments.length - 1, digest: segments.at(-1)?.previous ?? null },
      };
    };
    const before = lines();
    await system.restart('gateway', { SMSEAL_GATEWAY_PORT: new URL(system.gatewayUrl).port });
    await alarm('list-shorter', before);
    const held = await send(QUIET, 'More sale');
    const other = await send(OTHER, 'Your parcel');
    assert.deepEqual([held.status, other.status], [202, 202]);
    await send(OTHER, 'Your code is 4711', { class: 'one-time-code' });
    await arrived(OTHER, 'Your code is 4711');
    assert.deepEqual(got(OTHER), ['Your code is 4711']);
    const timeline = await fetch(`${system.gatewayUrl}/v1/messages/${other.id}/timeline`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { waiting } = (await timeline.json()) as { waiting: { why: string } | null };
    assert.equal(waiting?.why, 'suppressions-unproven');
    lying.lie = null;
    lying.whisper({ type: 'list', list: 'suppressions' });
    await arrived(OTHER, 'Your parcel');
    assert.equal(got(QUIET).length, 2);
  });
});
