import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ApiClient, getGatewaySettings, Membership, type DeviceIdentity } from '@smseal/client';
import { parseApiToken, type GatewaySettings } from '@smseal/protocol';
import { openGatewaySettings } from '@smseal/seal';
import {
  ANNA,
  eventually,
  firstBrowser,
  linkBrowser,
  openStage,
  skip,
  type EngineBrowser,
  type Stage,
} from './harness.ts';
import { linkGateway } from './link-gateway.ts';

let stage: Stage;
let first: EngineBrowser;
let gateway: DeviceIdentity;

before(async () => {
  if (skip) return;
  stage = await openStage(['database', 'rehearsal', 'server']);
  first = await firstBrowser(stage);
  gateway = await linkGateway(stage, first);
});
after(() => stage?.close());

/** What the gateway itself finds to obey, checked as a gateway checks it. */
async function obeyed(identity = gateway): Promise<GatewaySettings | null> {
  const { token, keys } = identity;
  const api = new ApiClient({ origin: stage.system.origin, token: () => token });
  const { chain } = await Membership.open({
    api,
    identity,
    store: { loadMembership: () => Promise.resolve(null), saveMembership: () => Promise.resolve() },
    bell: (alarm) => assert.fail(alarm.sentence),
  });
  const put = await getGatewaySettings(api, keys.id);
  return put && (await openGatewaySettings({ put, chain, as: { device: keys } })).settings;
}

const settingsOf = async (browser: EngineBrowser) => (await browser.call('gateways'))[0]?.settings ?? null;

test('a linked gateway is shown, and obeys nothing yet', { skip }, async () => {
  const [view, ...more] = await first.call('gateways');
  assert.deepEqual(more, []);
  assert.deepEqual(
    [view?.device.name, view?.settings, view?.author, view?.refused],
    ['rack-1', null, null, null],
  );
  assert.equal(await obeyed(), null);
});

test('an API key is shown once; what the gateway gets of it is a digest', { skip }, async () => {
  const { token } = await first.call('newApiKey', gateway.keys.id, {
    name: 'Shop',
    scopes: ['send', 'read'],
  });
  const parsed = parseApiToken(token);
  assert.ok(parsed);
  const settings = await obeyed();
  const hash = createHash('sha256').update(Buffer.from(parsed.secret, 'base64url')).digest('base64url');
  assert.deepEqual(
    settings?.apiKeys.map(({ id, name, scopes, ...key }) => [id, name, scopes, key.hash]),
    [[parsed.id, 'Shop', ['send', 'read'], hash]],
  );
  assert.deepEqual(await settingsOf(first), settings);
  assert.ok(!JSON.stringify(settings).includes(parsed.secret));
});

test(
  'what one browser changes the other shows, and both change at once without losing anything',
  { skip },
  async () => {
    const second = await stage.newBrowser();
    await second.signIn(ANNA);
    await linkBrowser(first, second, 'Second browser');
    assert.equal((await settingsOf(second))?.version, 1);
    const id = gateway.keys.id;
    const url = (host: string) => ({
      type: 'add-webhook' as const,
      webhook: { url: `https://${host}.example/`, events: ['message.state' as const] },
    });
    await Promise.all([
      first.call('saveGatewaySettings', id, url('a')),
      second.call('saveGatewaySettings', id, url('b')),
      first.call('saveGatewaySettings', id, { type: 'pause', paused: true }),
    ]);
    const settings = await obeyed();
    assert.deepEqual([settings?.version, settings?.paused, settings?.apiKeys.length], [4, true, 1]);
    assert.deepEqual(settings?.webhooks.map((webhook) => webhook.url).sort(), [
      'https://a.example/',
      'https://b.example/',
    ]);
    for (const browser of [first, second])
      await eventually(
        () => settingsOf(browser),
        (shown) => shown?.version === 4,
      );
    await assert.rejects(
      first.call('saveGatewaySettings', id, {
        ...url('a'),
        webhook: { url: 'http://a.example', events: [] },
      }),
      /^Error: invalid-settings/,
    );
    const [newest] = await second.call('gateways');
    assert.equal(newest?.author?.removed, false);
  },
);

test('settings of a removed browser say so, and hold again once they are signed anew', { skip }, async () => {
  const id = gateway.keys.id;
  const third = await stage.newBrowser();
  await third.signIn(ANNA);
  await linkBrowser(first, third, 'Third browser');
  await third.call('saveGatewaySettings', id, { type: 'pause', paused: false });
  const removed = (await first.call('devices')).find(({ name }) => name === 'Third browser');
  await first.call('removeDevice', removed?.id ?? '');
  const [view] = await eventually(
    () => first.call('gateways'),
    ([shown]) => shown?.author?.removed === true,
  );
  assert.deepEqual([view?.author, view?.settings?.paused], [{ name: 'Third browser', removed: true }, false]);
  await first.call('saveGatewaySettings', id, { type: 'sign-again' });
  assert.equal((await obeyed())?.version, 6);
  const [signed] = await first.call('gateways');
  assert.deepEqual(signed?.author, { name: 'First browser', removed: false });
});

test(
  'older settings that the server brings back are refused with an alarm, after a reload, too',
  { skip },
  async () => {
    const id = gateway.keys.id;
    const api = new ApiClient({ origin: stage.system.origin, token: () => gateway.token });
    const old = await getGatewaySettings(api, id);
    await first.call('saveGatewaySettings', id, {
      type: 'limits',
      limits: { segmentsPerSecond: 1, textsPerDay: 2 },
    });
    assert.equal((await settingsOf(first))?.version, 7);
    await first.context.route('**/v1/gateways/settings', (route) =>
      route.fulfill({ json: { settings: [old] } }),
    );
    await first.reload();
    const [view] = await first.call('gateways');
    assert.deepEqual([view?.settings, view?.refused?.code], [null, 'settings-rolled-back']);
    await first.until('sync', ({ alarms }) => alarms.some(({ code }) => code === 'settings-rolled-back'));
    await assert.rejects(
      first.call('saveGatewaySettings', id, { type: 'pause', paused: true }),
      /^Error: settings-rolled-back/,
    );
    await first.context.unroute('**/v1/gateways/settings');
    await first.reload();
    assert.equal((await settingsOf(first))?.version, 7);
  },
);

test(
  'a gateway joins another one, obeys what that obeys, and its own again when it leaves',
  { skip },
  async () => {
    const other = await linkGateway(stage, first, 'rack-2');
    const [id, otherId] = [gateway.keys.id, other.keys.id];
    await first.call('saveGatewaySettings', otherId, { type: 'pause', paused: true });
    const before = await obeyed();
    await first.call('joinPool', otherId, id);
    const together = await obeyed(other);
    assert.deepEqual(together, await obeyed());
    assert.deepEqual(
      [together?.members, together?.apiKeys, together?.generation],
      [[id, otherId], before?.apiKeys, 0],
    );
    const pools = async () => (await first.call('gateways')).map((view) => [view.device.name, view.pool]);
    assert.deepEqual(await pools(), [
      ['rack-1', id],
      ['rack-2', id],
    ]);
    // What is changed at either is changed for both.
    await first.call('saveGatewaySettings', otherId, { type: 'pause', paused: true });
    assert.equal((await obeyed())?.paused, true);
    await first.call('leavePool', otherId);
    const [left, own] = [await obeyed(), await obeyed(other)];
    assert.deepEqual([left?.members, left?.generation], [[id], 1]);
    assert.deepEqual([own?.gateway, own?.members, own?.version, own?.paused], [otherId, [otherId], 2, true]);
    assert.deepEqual(await pools(), [
      ['rack-1', id],
      ['rack-2', otherId],
    ]);
    await first.call('removeDevice', otherId);
  },
);

test('a removed gateway is gone from the list', { skip }, async () => {
  await first.call('removeDevice', gateway.keys.id);
  assert.deepEqual(await first.call('gateways'), []);
});
