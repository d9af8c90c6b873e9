import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { LiveConnection, LiveExchange, type Alarm, type ApiClient } from '@smseal/client';
import type { LiveEvent, LivePayload } from '@smseal/protocol';
import { sealLive, type DeviceKeys } from '@smseal/seal';
import { TestAccount } from './account.ts';

let account: TestAccount;
let phone: DeviceKeys;
let api: ApiClient;
let alarms: Alarm[];
let heard: LivePayload[];
let exchange: LiveExchange;

beforeEach(async () => {
  account = await TestAccount.create();
  phone = await account.admit('phone', 'Pixel');
  api = account.server({}).client();
  alarms = [];
  heard = [];
  const bell = (alarm: Alarm) => void alarms.push(alarm);
  const listener = { ready: () => undefined, message: () => undefined, closed: () => undefined };
  exchange = new LiveExchange({
    api,
    membership: await account.membership(account.owner, api),
    sequence: { reserve: () => Promise.resolve(1), raise: () => Promise.resolve() },
    connection: new LiveConnection({ origin: api.origin, token: () => null, listener }),
    bell,
    heard: (payload) => void heard.push(payload),
  });
});

function event(seq: number, change: { now?: number; payload?: LivePayload } = {}): Promise<LiveEvent> {
  return sealLive({
    keyring: account.keyring,
    account: account.id,
    from: phone.id,
    to: null,
    seq,
    now: change.now ?? Date.now(),
    payload: change.payload ?? { v: 1, type: 'ask-state' },
  });
}

test('events are heard in their order, each once', async () => {
  const [first, second] = [await event(1), await event(2)];
  await exchange.take(first);
  await exchange.take(second);
  await exchange.take(first);
  assert.equal(heard.length, 2);
  assert.deepEqual(
    alarms.map(({ detail }) => detail),
    ['replayed'],
  );
});

test('an event that was altered is refused and rung; one that is late is only dropped', async () => {
  await exchange.take({ ...(await event(1)), seq: 9 });
  await exchange.take(await event(2, { now: Date.now() - 10 * 60_000 }));
  assert.deepEqual(heard, []);
  assert.deepEqual(
    alarms.map(({ code, detail }) => [code, detail]),
    [['live-refused', 'not-authentic']],
  );
});

test('the first event of a device that was just admitted is heard', async () => {
  const late = await account.admit('phone', 'Second');
  const { keyring, id } = account;
  const payload: LivePayload = { v: 1, type: 'presence', device: late.id, at: new Date().toISOString() };
  await exchange.take(
    await sealLive({ keyring, account: id, from: late.id, to: null, seq: 1, now: Date.now(), payload }),
  );
  assert.deepEqual(heard, [payload]);
  assert.deepEqual(alarms, []);
});

test('without a connection nothing is kept for later', async () => {
  assert.equal(await exchange.send({ v: 1, type: 'ask-state' }), false);
});
