import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ANNA,
  eventually,
  handset,
  linkPhone,
  openStage,
  skip,
  type EngineBrowser,
  type Stage,
} from './harness.ts';

let stage: Stage;
let first: EngineBrowser;
let second: EngineBrowser;

before(async () => {
  if (skip) return;
  stage = await openStage(['database', 'rehearsal', 'server', 'phone']);
  first = await stage.newBrowser();
});
after(() => stage?.close());

const isReady = async (browser: EngineBrowser, open: boolean) => {
  const status = await browser.call('status');
  assert.equal(status.state, 'ready');
  assert.equal('open' in status && status.open, open);
};

test('an open account is made without a key, and a phone fills it', { skip }, async () => {
  await first.signUp(ANNA);
  await first.call('createOpenRoot', 'First browser');
  await isReady(first, true);
  await linkPhone(stage, first);
  const { refused, alarms } = await first.until(
    'sync',
    ({ loaded }) => loaded.messages >= 200 && loaded.contacts >= 20 && loaded.calls >= 20,
    60_000,
  );
  assert.deepEqual({ refused: refused.count, alarms }, { refused: 0, alarms: [] });
  const { rows } = await first.call('conversations', 'inbox');
  const { items } = await first.call('threadWindow', rows[0]?.id ?? '', 'end', 40);
  assert.ok(items.some(({ mine, route }) => !mine && route === 'Readable by the service'));
  const word = items.map(({ text }) => /\p{L}{5,}/u.exec(text)?.[0]).find(Boolean) ?? '';
  assert.ok((await first.call('search', word)).totalTexts > 0);
});

test('another browser joins by signing in and a code, beside the first', { skip }, async () => {
  second = await stage.newBrowser();
  await second.signIn(ANNA);
  assert.deepEqual(await second.call('status'), { state: 'needs-device', open: true });
  await second.call('sendKeyCode');
  const code = await stage.system.oneTimePassword(ANNA.mobile, 1);
  const wrong = code === '111111' ? '222222' : '111111';
  await assert.rejects(second.call('enterKeyCode', wrong), /^Error: wrong-code/);
  const devices = await second.call('enterKeyCode', code);
  assert.deepEqual(devices.map(({ name }) => name).slice(0, 1), ['First browser']);
  await second.call(
    'joinOpenAccount',
    devices.map(({ id }) => id),
    'Second browser',
  );
  await isReady(second, true);
  const here = await first.call('conversations', 'inbox');
  await eventually(
    () => second.call('conversations', 'inbox'),
    ({ rows }) => rows.length === here.rows.length,
    60_000,
  );
  await first.until('devices', (all) => all.some(({ name, me }) => name === 'Second browser' && !me));
});

test('sealing survives the end of its browser, and another one goes on with it', { skip }, async () => {
  let puts = 0;
  await first.context.route('**/v1/records', (route) => {
    puts++;
    return route.abort();
  });
  const cut = first.call('sealEverything').catch((error: unknown) => String(error));
  await first.until('sealing', ({ total }) => total > 200, 30_000);
  await eventually(
    () => Promise.resolve(puts),
    (count) => count > 0,
  );
  await first.reload();
  await cut;
  await first.context.unroute('**/v1/records');
  await isReady(first, true);

  await second.call('sealEverything');
  await second.until('sealing', ({ done, total }) => done === total && total > 200);
  const shown = await second.call('replaceSecretKey', null);
  await assert.rejects(second.call('confirmReplacedSecretKey', 'WRONG'), /^Error: wrong-last-group/);
  await isReady(second, true);
  await second.call('confirmReplacedSecretKey', shown.lastGroup);
  await isReady(second, false);
  await first.until('status', (status) => status.state === 'ready' && !status.open, 30_000);

  await handset(stage, '/page/text', { from: '+48601555111', text: 'Sealed by the phone' });
  for (const browser of [first, second]) {
    const found = await eventually(
      () => browser.call('search', 'Sealed by the phone'),
      ({ totalTexts }) => totalTexts === 1,
    );
    const { items } = await browser.call('threadWindow', found.texts[0]?.conversation ?? '', 'end', 5);
    assert.equal(items.at(-1)?.route, 'Sealed to your devices');
    const { refused, alarms } = await browser.call('sync');
    assert.deepEqual({ refused: refused.count, alarms }, { refused: 0, alarms: [] });
  }

  const third = await stage.newBrowser();
  await third.signIn(ANNA);
  assert.deepEqual(await third.call('status'), { state: 'needs-device', open: false });
  await assert.rejects(third.call('sendKeyCode'), /^Error: account-sealed/);
  const known = await third.call('inspectRecovery', shown.secretKey);
  assert.equal(known.length, 3);
});
