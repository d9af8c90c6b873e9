import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DirectExchange, type Alarm, type ApiClient } from '@smseal/client';
import type { DirectEvent, Id } from '@smseal/protocol';
import type { DeviceKeys } from '@smseal/seal';
import { TestAccount } from './account.ts';

let account: TestAccount;
let gateway: DeviceKeys;
let api: ApiClient;
let alarms: Alarm[];
let sent: DirectEvent[];
let heard: { payload: unknown; id: Id; from: Id }[];
let asking: DirectExchange;
let obeying: DirectExchange;
let connected: boolean;

beforeEach(async () => {
  account = await TestAccount.create();
  gateway = await account.admit('gateway', 'rack-1');
  api = account.server({}).client();
  [alarms, sent, heard, connected] = [[], [], [], true];
  const common = {
    api,
    relay: (event: DirectEvent) => {
      if (connected) sent.push(event);
      return connected;
    },
    bell: (alarm: Alarm) => void alarms.push(alarm),
    clock: 'later' as const,
    heard: (payload: unknown, { id, from }: { id: Id; from: Id }) => void heard.push({ payload, id, from }),
  };
  asking = new DirectExchange({ ...common, membership: await account.membership(account.owner, api) });
  obeying = new DirectExchange({ ...common, membership: await account.membership(gateway, api) });
});

const ask = () => asking.send({ v: 1 }, { to: gateway.id, lifeMs: 60_000 });

test('what one device sends the other hears once, and knows from whom', async () => {
  const id = await ask();
  const [event] = sent;
  assert.ok(event);
  await obeying.take(event);
  await obeying.take(event);
  assert.deepEqual(heard, [{ payload: { v: 1 }, id, from: account.owner.id }]);
  assert.deepEqual(
    alarms.map(({ detail }) => detail),
    ['replayed'],
  );
});

test('an event that was altered is refused and rung, and what is late only dropped', async () => {
  await ask();
  const [event] = sent;
  assert.ok(event);
  const at = (back: number) => new Date(Date.now() - back).toISOString();
  await obeying.take({ ...event, at: at(5_000) });
  await obeying.take({ ...event, at: at(300_000), expires: at(200_000) });
  assert.deepEqual(heard, []);
  assert.deepEqual(
    alarms.map(({ detail }) => detail),
    ['bad-signature'],
  );
});

test('without a connection nothing is kept for later', async () => {
  connected = false;
  assert.equal(await ask(), null);
});

test('a command’s life is not lengthened by a server that says it is earlier', async () => {
  await asking.send({ v: 1 }, { to: gateway.id, lifeMs: -1_000 });
  const [event] = sent;
  assert.ok(event);
  api.clock.hear(new Date(Date.now() - 100_000).toUTCString());
  await obeying.take(event);
  assert.deepEqual([heard, alarms], [[], []]);
});
