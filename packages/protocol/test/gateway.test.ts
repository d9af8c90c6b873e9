import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import { GatewaySettings, PutGatewaySettings, WebhookUrl } from '../src/index.ts';

const ID = 'A'.repeat(22);
const OCTETS_32 = 'A'.repeat(43);
const NOW = '2026-11-22T02:06:36.000Z';

const SETTINGS: GatewaySettings = {
  v: 1,
  gateway: ID,
  members: [ID],
  generation: 0,
  secret: OCTETS_32,
  version: 1,
  at: NOW,
  paused: false,
  apiKeys: [{ id: ID, name: 'Shop', hash: OCTETS_32, scopes: ['send', 'read'], createdAt: NOW }],
  webhooks: [
    {
      id: ID,
      url: 'https://shop.example/hook',
      secret: Buffer.alloc(32, 7).toString('base64'),
      events: ['message.state'],
      createdAt: NOW,
      paused: false,
    },
  ],
  connectors: [
    {
      type: 'smpp',
      id: ID,
      name: 'A carrier',
      host: 'smpp.carrier.example',
      port: 2775,
      tls: false,
      systemId: 'shop',
      password: 'secret',
      systemType: '',
      bind: 'transceiver',
      window: 10,
      segmentsPerSecond: null,
      defaultAlphabet: 'gsm7',
      languages: ['turkish'],
      from: ['+4915112345678', 'SHOP'],
    },
  ],
  limits: { segmentsPerSecond: 10, textsPerDay: null },
};

const PUT = {
  target: ID,
  version: 1,
  author: ID,
  epoch: 1,
  keys: [ID],
  envelope: 'AAAA',
  members: [{ device: ID, wrap: { enc: OCTETS_32, sealed: 'A'.repeat(64) } }],
  accountWrap: { enc: OCTETS_32, sealed: 'A'.repeat(64) },
  signature: 'A'.repeat(86),
};

test('[PROTO-18] settings go out whole, and nothing of what is inside stands beside the envelope', () => {
  assert.ok(Value.Check(PutGatewaySettings, PUT));
  assert.ok(Value.Check(PutGatewaySettings, { ...PUT, keys: [] }));
  assert.ok(!Value.Check(PutGatewaySettings, { ...PUT, version: 0 }));
  assert.ok(!Value.Check(PutGatewaySettings, { ...PUT, keys: [ID, ID] }));
  const ids = Array.from({ length: 201 }, (_, i) => String(i).padStart(22, 'A'));
  assert.ok(Value.Check(PutGatewaySettings, { ...PUT, keys: ids.slice(1) }));
  assert.ok(!Value.Check(PutGatewaySettings, { ...PUT, keys: ids }));
  for (const name of Object.keys(PUT)) {
    const { [name as keyof typeof PUT]: _, ...rest } = PUT;
    assert.ok(!Value.Check(PutGatewaySettings, rest), `without ${name}`);
  }
  for (const name of ['apiKeys', 'webhooks', 'paused', 'name', 'at'])
    assert.ok(!Value.Check(PutGatewaySettings, { ...PUT, [name]: 'x' }), `with ${name}`);
});

test('[PROTO-19] an API key holds a digest, a webhook 32 octets', () => {
  assert.ok(Value.Check(GatewaySettings, SETTINGS));
  const [key] = SETTINGS.apiKeys;
  const [hook] = SETTINGS.webhooks;
  assert.ok(key && hook);
  for (const hash of ['', 'A'.repeat(64), Buffer.alloc(16).toString('base64url')])
    assert.ok(!Value.Check(GatewaySettings, { ...SETTINGS, apiKeys: [{ ...key, hash }] }), hash);
  const secrets = [Buffer.alloc(24), Buffer.alloc(33)].map((octets) => octets.toString('base64'));
  for (const secret of [...secrets, `whsec_${hook.secret}`, 'A'.repeat(42) + 'B='])
    assert.ok(!Value.Check(GatewaySettings, { ...SETTINGS, webhooks: [{ ...hook, secret }] }), secret);
});

test('[PROTO-19] a webhook never leaves the machine in the clear', () => {
  for (const url of [
    'https://shop.example',
    'https://shop.example:8443/a/b?c=d#e',
    'https://shop.example/@me',
    'http://localhost/hook',
    'http://127.0.0.1:8080/hook',
    'http://[::1]:8080',
  ])
    assert.ok(Value.Check(WebhookUrl, url), url);
  for (const url of [
    'http://shop.example/hook',
    'http://localhost.shop.example/hook',
    'http://127.0.0.1.shop.example/',
    'http://localhost@shop.example/',
    'http://localhost:80@shop.example/',
    'https://me:secret@shop.example/',
    'https:///hook',
    'https://shop.example/a b',
    ' https://shop.example/',
    'ftp://shop.example/',
    'shop.example/hook',
    `https://shop.example/${'a'.repeat(2048)}`,
  ])
    assert.ok(!Value.Check(WebhookUrl, url), url);
});

test('what an older gateway does not know is kept; a connector of an unknown type is not obeyed by halves', () => {
  assert.ok(Value.Check(GatewaySettings, { ...SETTINGS, note: 'later' }));
  assert.ok(!Value.Check(GatewaySettings, { ...SETTINGS, connectors: [{ type: 'pigeon', id: ID }] }));
  assert.ok(!Value.Check(GatewaySettings, { ...SETTINGS, v: 2 }));
  for (const window of [0, 2001])
    assert.ok(
      !Value.Check(GatewaySettings, { ...SETTINGS, connectors: [{ ...SETTINGS.connectors[0], window }] }),
    );
});
