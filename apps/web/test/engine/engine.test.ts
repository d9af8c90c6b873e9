import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, openStage, type Account, type EngineBrowser, type Stage } from './harness.ts';

const ANNA: Account = {
  email: 'anna@example.org',
  mobile: '+48600100200',
  password: 'a long enough passphrase 7',
};

let stage: Stage;
let first: EngineBrowser;
before(async () => {
  stage = await openStage(['database', 'rehearsal', 'server']);
  first = await stage.newBrowser();
});
after(() => stage?.close());

test('a signed-out browser says so', async () => {
  assert.deepEqual(await first.call('status'), { state: 'signed-out' });
});

test('nothing is posted before the last group was typed; then this browser is a device', async () => {
  await first.signUp(ANNA);
  assert.deepEqual(await first.call('status'), { state: 'needs-root' });
  const { lastGroup, secretKey } = await first.call('createRoot', 'First browser');
  await assert.rejects(first.call('confirmRoot', 'WRONG'), /^Error: wrong-last-group/);
  assert.deepEqual(await first.call('status'), { state: 'needs-root' });
  assert.equal(await first.call('checkSecretKey', secretKey.toLowerCase()), null);
  await first.call('confirmRoot', lastGroup.toLowerCase());
  assert.equal((await first.call('status')).state, 'ready');
  const devices = await first.call('devices');
  assert.deepEqual(
    devices.map(({ name, me, addedBy }) => ({ name, me, addedBy })),
    [{ name: 'First browser', me: true, addedBy: 'secret key' }],
  );
  await first.until('sync', ({ phase }) => phase === 'live');
});
