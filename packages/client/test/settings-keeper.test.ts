import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  ALARMS,
  listGatewaySettings,
  putGatewaySettings,
  SettingsKeeper,
  type Alarm,
  type ObeyedPin,
  type SettingsStore,
} from '@smseal/client';
import type { GatewaySettings, PutGatewaySettings } from '@smseal/protocol';
import { removeDevices, sealGatewaySettings, type DeviceKeys } from '@smseal/seal';
import fc from 'fast-check';
import { TestAccount } from './account.ts';
import type { DoubleServer } from './double-server.ts';
import { Refuse } from './double-server.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261122);
const PATH = 'GET /v1/gateways/*/settings';

/** Keeps the pin as a file would: across keepers. */
class MemoryPin implements SettingsStore {
  pin: ObeyedPin | null = null;
  loadSettingsPin() {
    return Promise.resolve(this.pin);
  }
  saveSettingsPin(pin: ObeyedPin) {
    this.pin = pin;
    return Promise.resolve();
  }
}

let account: TestAccount;
let gateway: DeviceKeys;
let shown: PutGatewaySettings | null;
let server: DoubleServer;
let store: MemoryPin;
let alarms: Alarm[];
let now: number;

beforeEach(async () => {
  account = await TestAccount.create();
  gateway = await account.admit('gateway', 'Rack');
  [shown, alarms, now, store] = [null, [], Date.parse('2026-11-22T12:00:00.000Z'), new MemoryPin()];
  server = account.server({
    [PATH]: () => {
      if (shown === null) throw new Refuse('not-found');
      return shown;
    },
  });
});

interface Change {
  by?: DeviceKeys;
  textsPerDay?: number;
  /** Its first gateway, whose pool it is then. */
  pool?: DeviceKeys;
  members?: DeviceKeys[];
}

function seal(version: number, change: Change = {}) {
  const settings: GatewaySettings = {
    v: 1,
    gateway: (change.pool ?? gateway).id,
    members: (change.members ?? [gateway]).map(({ id }) => id),
    generation: 0,
    secret: 'A'.repeat(43),
    version,
    at: new Date(now).toISOString(),
    paused: false,
    apiKeys: [],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: null, textsPerDay: change.textsPerDay ?? version },
  };
  return sealGatewaySettings({ chain: account.chain, by: change.by ?? account.owner, settings });
}

/** A keeper as after a start of the gateway. */
async function keeper(changed?: (settings: GatewaySettings) => void): Promise<SettingsKeeper> {
  const api = server.client({ now: () => now });
  const membership = await account.membership(gateway, api, alarms);
  const bell = (alarm: Alarm) => void alarms.push(alarm);
  return new SettingsKeeper({ api, membership, store, bell, ...(changed ? { changed } : {}) });
}

const versionOf = ({ settings }: SettingsKeeper) => settings?.version ?? null;
const rung = () => alarms.map(({ code }) => code);

test('a gateway obeys what it is given, and says when it was last shown it', async () => {
  const told: number[] = [];
  const kept = await keeper(({ version }) => told.push(version));
  await kept.load();
  assert.deepEqual([kept.settings, kept.provenAt], [null, null]);
  shown = await seal(1);
  await kept.load();
  assert.equal(kept.settings?.limits.textsPerDay, 1);
  assert.equal(kept.provenAt, now);
  now += 60_000;
  await kept.load();
  assert.equal(kept.provenAt, now);
  now += 60_000;
  shown = await seal(4, { by: await account.admit('phone', 'Pixel') });
  await kept.load();
  assert.deepEqual([told, store.pin?.version, kept.provenAt], [[1, 4], 4, now]);
  assert.deepEqual(rung(), []);
});

test('[SEAL-64] older settings, none, or others of the same number ring an alarm once and are not obeyed', async () => {
  const [first, second, other] = [await seal(1), await seal(2), await seal(2, { textsPerDay: 999 })];
  const kept = await keeper();
  shown = second;
  await kept.load();
  const proven = now;
  for (const lie of [first, other, null]) {
    now += 60_000;
    shown = lie;
    await kept.load();
    await kept.load();
    assert.deepEqual([kept.settings?.limits.textsPerDay, kept.provenAt], [2, proven]);
    const again = await keeper();
    await again.load();
    assert.equal(again.settings, null, 'nor after a restart');
  }
  assert.deepEqual(rung(), [
    'settings-rolled-back',
    'settings-rolled-back',
    'settings-forked',
    'settings-forked',
    'settings-rolled-back',
    'settings-rolled-back',
  ]);
  assert.equal(alarms[0]?.sentence, ALARMS['settings-rolled-back']);
});

test('[SEAL-64] a gateway goes from pool to pool by a word that it has not heard before, and never back by an old one', async () => {
  const other = await account.admit('gateway', 'Tower');
  const kept = await keeper();
  const obeyed = () => [kept.settings?.gateway, kept.settings?.version];
  const alone = await seal(3);
  shown = alone;
  await kept.load();
  const joined = await seal(1, { pool: other, members: [other, gateway] });
  shown = joined;
  await kept.load();
  assert.deepEqual(obeyed(), [other.id, 1], 'its number counts by itself');
  shown = alone;
  await kept.load();
  assert.deepEqual([obeyed(), rung()], [[other.id, 1], ['settings-rolled-back']]);
  const again = await keeper();
  await again.load();
  assert.equal(again.settings, null, 'nor after a restart');
  shown = await seal(4);
  await kept.load();
  assert.deepEqual(obeyed(), [gateway.id, 4]);
  shown = joined;
  await kept.load();
  assert.deepEqual(obeyed(), [gateway.id, 4]);
  shown = await seal(2, { pool: other, members: [other, gateway] });
  await kept.load();
  assert.deepEqual(obeyed(), [other.id, 2]);
});

test('[SEAL-64] in whatever order a lying server replays what was ever signed, the gateway never goes back', async () => {
  const signed = await Promise.all(
    [1, 2, 3, 4].flatMap((version) => [seal(version), seal(version, { textsPerDay: 100 + version })]),
  );
  const step = fc.oneof(
    fc.record({ show: fc.integer({ min: -1, max: signed.length - 1 }) }),
    fc.constant('restart' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      store = new MemoryPin();
      let kept = await keeper();
      const obeyed: GatewaySettings[] = [];
      for (const one of steps) {
        if (one === 'restart') {
          kept = await keeper();
          continue;
        }
        shown = signed[one.show] ?? null;
        await kept.load();
        if (kept.settings) obeyed.push(kept.settings);
        const highest = Math.max(0, ...obeyed.map(({ version }) => version));
        if (shown && shown.version > highest) assert.fail('newer settings are obeyed at once');
      }
      for (const [at, settings] of obeyed.entries()) {
        const before = obeyed[at - 1];
        assert.ok(!before || settings.version >= before.version, 'it goes back');
        if (before?.version === settings.version) assert.deepEqual(settings, before, 'another content');
      }
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test('what nobody signed who may configure is not obeyed, and an honest server is heard again', async () => {
  const kept = await keeper();
  const honest = await seal(1);
  const [signature] = [(await seal(1)).signature];
  const phone = await account.admit('phone', 'Pixel');
  for (const lie of [
    { ...honest, version: 2 },
    { ...honest, signature },
    { ...honest, author: phone.id },
    { ...honest, author: gateway.id },
  ]) {
    shown = lie;
    await kept.load();
    assert.equal(versionOf(kept), null);
  }
  assert.deepEqual(new Set(rung()), new Set(['settings-refused']));
  shown = honest;
  await kept.load();
  assert.equal(versionOf(kept), 1);
});

test('a removed device’s settings stay in force where they were obeyed before, and are not obeyed anew', async () => {
  const phone = await account.admit('phone', 'Pixel');
  const [first, second] = [await seal(1, { by: phone }), await seal(2, { by: phone })];
  shown = first;
  const kept = await keeper();
  await kept.load();
  const { chain, keyring, owner: by, authored } = account;
  const removal = await removeDevices({ chain, keyring, by, remove: [phone.id], authored, now });
  account.entries.push(...removal.request.entries);
  account.keys.push(...removal.request.keys);
  Object.assign(account, { chain: removal.chain, keyring: removal.keyring });
  shown = second;
  await kept.load();
  assert.deepEqual([versionOf(kept), rung()], [1, ['settings-refused']]);
  shown = first;
  const restarted = await keeper();
  await restarted.load();
  assert.equal(versionOf(restarted), 1);
  store = new MemoryPin();
  const fresh = await keeper();
  await fresh.load();
  assert.equal(versionOf(fresh), null, 'a gateway that lost its memory waits for a live author');
  shown = await seal(3);
  await fresh.load();
  assert.equal(versionOf(fresh), 3);
});

test(
  'a hint is enough: the gateway looks at once, and waits an outage out',
  { timeout: 20_000 },
  async () => {
    const ending = new AbortController();
    const versions: number[] = [];
    let heard = () => undefined as void;
    const kept = await keeper(({ version }) => {
      versions.push(version);
      heard();
    });
    const next = () => new Promise<void>((resolve) => (heard = resolve));
    shown = await seal(1);
    let waiting = next();
    const running = kept.run(ending.signal, 3_600_000);
    await waiting;
    server.away = true;
    shown = await seal(2);
    waiting = next();
    kept.wake();
    setTimeout(() => (server.away = false), 20);
    await waiting;
    ending.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.deepEqual(versions, [1, 2]);
  },
);

test('settings are handed in under their gateway’s name, and readers list them all', async () => {
  const put = await seal(1);
  const seen: unknown[] = [];
  const api = account
    .server({
      'PUT /v1/gateways/*/settings': ({ body, path }) => void seen.push(path, body),
      'GET /v1/gateways/settings': () => ({ settings: [put] }),
    })
    .client();
  await putGatewaySettings(api, put);
  assert.deepEqual(seen, [`/v1/gateways/${gateway.id}/settings`, put]);
  assert.deepEqual(await listGatewaySettings(api), [put]);
});
