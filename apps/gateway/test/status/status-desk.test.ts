import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { GatewayWord, WATCH_MS, type GatewayStatus, type Id } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { Check } from 'typebox/schema';
import { StatusDesk } from '../../src/status/status-desk.ts';
import type { Attempt } from '../../src/webhook/attempt-log.ts';
import type { EndpointCondition } from '../../src/webhook/endpoint-state.ts';
import type { Replay } from '../../src/webhook/webhook-desk.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const SECOND = 1_000;
const [browser, other, webhook] = [randomId(), randomId(), randomId()];

let told: { word: GatewayWord; to: Id }[];
let attempts: Attempt[];
let replays: Replay[];
let condition: EndpointCondition;
let connected: boolean;
let desk: StatusDesk;

const instant = new Date(NOW).toISOString();
const READ = {
  at: instant,
  paused: false,
  settings: { version: 3, shownAt: instant },
  suppressions: { proven: true, provenAt: instant },
  connectors: [],
  texts: { perSecond: [1, 2], inHand: 0, batches: 0 },
  webhooks: [],
} satisfies Partial<GatewayStatus>;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: NOW });
  [told, attempts, replays, condition, connected] = [[], [], [], 'working', true];
  desk = new StatusDesk({
    tell: (word, to) => {
      if (connected) told.push({ word, to });
      return Promise.resolve(connected);
    },
    read: () => READ,
    webhooks: {
      attempts: (id) => (id === webhook ? attempts : []),
      replay: (replay) => {
        replays.push(replay);
        return 4;
      },
      get states() {
        const counts = { queued: 0, underWay: 0, taken: 0, givenUp: 0, dropped: 0 };
        return [{ webhook, condition, reason: null, until: null, ...counts }];
      },
    },
    now: Date.now,
  });
});

const attempt = (n: number): Attempt => ({
  event: `e${n}`,
  message: `m${n}`,
  attempt: n,
  at: NOW + n,
  status: 500,
  error: null,
  ms: 12,
  nextAt: NOW + 60_000,
});

const from = (device: Id, id = randomId()) => ({ id, from: device });
const watch = (device: Id, webhooks: Id[] = []) =>
  desk.heard({ v: 1, type: 'watch', webhooks }, from(device));
const kinds = () => told.map(({ word, to }) => `${word.type} ${to === browser ? 'browser' : 'other'}`);

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= SECOND) {
    mock.timers.tick(Math.min(SECOND, left));
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }
}

test('tells whoever watches at once and every second, and nobody once they stop asking', async () => {
  await watch(browser);
  assert.deepEqual(kinds(), ['status browser']);
  const [first] = told;
  assert.ok(first && Check(GatewayWord, first.word));
  await pass(3 * SECOND);
  assert.equal(told.length, 4);
  await watch(browser);
  await pass(WATCH_MS);
  const watched = told.length;
  assert.equal(watched, 5 + WATCH_MS / SECOND);
  await pass(60 * SECOND);
  assert.equal(told.length, watched);
});

test('tells of attempts when there are others than before, newest first, to each watcher by themselves', async () => {
  attempts = [attempt(2), attempt(1)];
  await watch(browser, [webhook]);
  await watch(other);
  const [, word] = told.map((each) => each.word);
  assert.ok(word?.type === 'attempts' && Check(GatewayWord, word));
  assert.deepEqual(
    word.attempts.map(({ event, nextAt }) => [event, nextAt]),
    [
      ['e2', new Date(NOW + 60_000).toISOString()],
      ['e1', new Date(NOW + 60_000).toISOString()],
    ],
  );
  await pass(SECOND);
  assert.equal(kinds().filter((kind) => kind.startsWith('attempts')).length, 1);
  attempts = [attempt(3), ...attempts];
  await pass(SECOND);
  assert.deepEqual(
    kinds().filter((kind) => kind.startsWith('attempts')),
    ['attempts browser', 'attempts browser'],
  );
});

test('what could not be told for want of a connection is told later', async () => {
  attempts = [attempt(1)];
  connected = false;
  await watch(browser, [webhook]);
  connected = true;
  await pass(SECOND);
  assert.deepEqual(kinds(), ['status browser', 'attempts browser']);
});

test('[SEAL-94] replays what its own life is asked for, and nothing that was asked of a former one', async () => {
  const span = { since: new Date(NOW - 60_000).toISOString(), until: instant };
  const ask = { v: 1, type: 'replay-webhook', life: desk.life, webhook, ...span };
  const id = randomId();
  await desk.heard(ask, from(browser, id));
  assert.deepEqual(replays, [{ webhook, since: NOW - 60_000, until: NOW }]);
  await desk.heard({ ...ask, life: randomId() }, from(browser, id));
  assert.equal(replays.length, 1);
  assert.deepEqual(
    told.map(({ word }) => word),
    [
      { v: 1, type: 'replayed', ask: id, outcome: { done: true, events: 4 } },
      { v: 1, type: 'replayed', ask: id, outcome: { done: false, why: 'begun-anew' } },
    ],
  );
});

test('says which webhook nobody signed, and which takes nothing', async () => {
  const span = { since: instant, until: instant };
  const ask = { v: 1, type: 'replay-webhook', life: desk.life, webhook, ...span };
  await desk.heard({ ...ask, webhook: randomId() }, from(browser));
  condition = 'gone';
  await desk.heard(ask, from(browser));
  const whys = told.map(({ word }) => word.type === 'replayed' && 'why' in word.outcome && word.outcome.why);
  assert.deepEqual([whys, replays], [['unknown-webhook', 'not-taken'], []]);
});

test('what is no question of this version changes nothing', async () => {
  for (const payload of [null, 'watch', { v: 1, type: 'sing' }, { v: 1, type: 'watch', webhooks: 'all' }])
    await desk.heard(payload, from(browser));
  assert.deepEqual(told, []);
});
