import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectorSettings, GatewaySettings } from '@smseal/protocol';
import { changeSettings, emptySettings, type SettingsChange } from '../src/engine/gateway/change-settings.ts';
import { carrierForm, readCarrierForm } from '../src/gateway/carrier-form.ts';
import { numberOrNull } from '../src/gateway/form-number.ts';
import { faultOfWebhookUrl } from '../src/gateway/webhook-url.ts';

const AT = '2026-11-22T12:00:00.000Z';
const SECRET = 'A'.repeat(43);
const LATER = '2026-11-22T13:00:00.000Z';

function change(settings: GatewaySettings, ...changes: SettingsChange[]): GatewaySettings {
  return changes.reduce(
    (before, one, place) => changeSettings(before, one, { id: `new-${place}`, at: LATER, secret: 's' }),
    settings,
  );
}

const CARRIER: ConnectorSettings = {
  type: 'smpp',
  id: 'carrier',
  name: 'Northern Carrier',
  host: 'smpp.carrier.example',
  port: 3550,
  tls: true,
  systemId: 'shop',
  password: 'secret',
  systemType: 'VMS',
  bind: 'transmitter+receiver',
  window: 50,
  segmentsPerSecond: 40,
  sourceTon: 5,
  sourceNpi: 0,
  defaultAlphabet: 'latin1',
  languages: ['turkish'],
  from: ['+447700900555', 'NORDLICHT', '60123'],
};

test('each change makes the next version and leaves everything else as it was', () => {
  const key = { id: 'key', name: 'Shop', hash: 'h', scopes: ['send' as const], createdAt: AT };
  const webhook = { url: 'https://a.example', events: ['message.state' as const] };
  const { id: _, ...carrier } = CARRIER;
  const first = { ...emptySettings('gateway', AT, SECRET), note: 'of a newer app' };
  const full = change(
    first,
    { type: 'add-api-key', key },
    { type: 'add-webhook', webhook },
    { type: 'add-connector', connector: carrier },
    { type: 'pause', paused: true },
    { type: 'limits', limits: { segmentsPerSecond: 5, textsPerDay: 100 } },
  );
  const expected = {
    ...first,
    version: 5,
    at: LATER,
    paused: true,
    apiKeys: [key],
    webhooks: [{ id: 'new-1', secret: 's', createdAt: LATER, paused: false, ...webhook }],
    connectors: [{ ...carrier, id: 'new-2' }],
    limits: { segmentsPerSecond: 5, textsPerDay: 100 },
  };
  assert.deepEqual(full, expected);
  const more = change(
    full,
    { type: 'change-webhook', id: 'new-1', webhook: { paused: true } },
    { type: 'change-connector', connector: { ...CARRIER, id: 'new-2', name: 'Other' } },
    { type: 'sign-again' },
  );
  assert.deepEqual(more, {
    ...expected,
    version: 8,
    webhooks: [{ ...expected.webhooks[0], paused: true }],
    connectors: [{ ...CARRIER, id: 'new-2', name: 'Other' }],
  });
  const none = change(
    more,
    { type: 'revoke-api-key', id: 'key' },
    { type: 'remove-webhook', id: 'new-1' },
    { type: 'remove-connector', id: 'new-2' },
    { type: 'revoke-api-key', id: 'gone long ago' },
  );
  assert.deepEqual([none.apiKeys, none.webhooks, none.connectors, none.version], [[], [], [], 12]);
});

test('a carrier that is opened and saved as it is stays the same', () => {
  const { id: _, ...carrier } = CARRIER;
  assert.deepEqual(readCarrierForm(carrierForm(CARRIER)), { connector: carrier });
  const { sourceTon: _ton, sourceNpi: _npi, ...plain } = CARRIER;
  const read = readCarrierForm(carrierForm({ ...plain, segmentsPerSecond: null, from: [] }));
  const { id: _id, ...same } = plain;
  assert.deepEqual(read, { connector: { ...same, segmentsPerSecond: null, from: [] } });
});

test('what a carrier could not take is said at its field', () => {
  const form = carrierForm(CARRIER);
  const faults = (fields: Partial<typeof form>) => {
    const read = readCarrierForm({ ...form, ...fields });
    return 'faults' in read ? Object.keys(read.faults) : [];
  };
  assert.deepEqual(faults({ name: ' ' }), ['name']);
  for (const host of ['', 'a b', 'smpp.example:2775', 'https://smpp.example', 'a/b'])
    assert.deepEqual(faults({ host }), ['host'], host);
  for (const host of ['127.0.0.1', '::1', 'smsc-1.example']) assert.deepEqual(faults({ host }), [], host);
  for (const port of ['', '0', '65536', '2775x', '-1']) assert.deepEqual(faults({ port }), ['port'], port);
  assert.deepEqual(
    faults({ window: '2001', sourceTon: '7', sourceNpi: '19', segmentsPerSecond: '0' }).sort(),
    ['segmentsPerSecond', 'sourceNpi', 'sourceTon', 'window'],
  );
  for (const from of ['TWELVE CHARS', 'Müller', '+1234567890123456', '+44 7700'])
    assert.deepEqual(faults({ from: `NORDLICHT\n${from}` }), ['from'], from);
  assert.deepEqual(faults({ from: '\n NORDLICHT \n\n72345\n' }), []);
  assert.deepEqual(faults(carrierForm(null)).sort(), ['host', 'name', 'systemId']);
});

test('a webhook goes over HTTPS, or to the gateway’s own machine', () => {
  for (const url of [
    'https://shop.example/a?b=c',
    'http://localhost/x',
    'http://[::1]:8080',
    'http://127.0.0.1:1/',
  ])
    assert.equal(faultOfWebhookUrl(url), null, url);
  for (const url of [
    '',
    'shop.example',
    'http://shop.example',
    'http://127.0.0.1.shop.example',
    'https://me:secret@shop.example',
    'ftp://shop.example',
    'https://shop.example/a b',
  ])
    assert.ok(faultOfWebhookUrl(url), url);
});

test('an empty number is no limit; anything but a whole number within bounds is said', () => {
  const bounds = { least: 1, most: 1000 };
  assert.deepEqual(numberOrNull('  ', bounds), { value: null, fault: null });
  assert.deepEqual(numberOrNull(' 42 ', bounds), { value: 42, fault: null });
  for (const text of ['0', '1001', '1.5', '-1', '1e3', 'ten', '9999999999999'])
    assert.match(numberOrNull(text, bounds).fault ?? '', /from 1 to/, text);
});
