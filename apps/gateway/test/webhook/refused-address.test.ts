import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import { after, test } from 'node:test';
import { guardedLookup } from '../../src/webhook/guarded-lookup.ts';
import { isRefusedAddress } from '../../src/webhook/refused-address.ts';
import { readTarget, TargetRefused } from '../../src/webhook/webhook-target.ts';
import { DeskAtTest, HOOK, webhook } from './desk-at-test.ts';
import { Receiver, status } from './receiver.ts';

const receiver = await Receiver.open();
after(() => receiver.close());

const INSIDE = [
  ['unspecified', '0.0.0.0', '::'],
  ['loopback', '127.0.0.1', '127.8.8.8', '::1'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
  ['link-local', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
  ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
  ['multicast', '224.0.0.1', '239.255.255.250', 'ff02::1'],
  ['metadata', '169.254.169.254', '100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254'],
  ['IPv4-mapped', '::ffff:10.0.0.1', '::ffff:127.0.0.1', '::ffff:93.184.215.14', '::ffff:7f00:1'],
  ['IPv4 in IPv6', '::7f00:1', '64:ff9b::a00:1', '2002:7f00:1::', '2001:0:a00:1::1'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  ['benchmarks', '198.18.0.1', '198.19.255.255'],
  ['reserved', '240.0.0.1', '255.255.255.255', '4000::1', '100::1'],
  ['no address', 'localhost', '', '1.2.3'],
] as const;

const OUTSIDE = [
  '93.184.215.14',
  '172.32.0.1',
  '100.128.0.1',
  '169.253.1.1',
  '2a00:1450:4001::1',
  '2606:4700::1',
];

for (const [kind, ...addresses] of INSIDE)
  test(`a webhook is never posted to an address that is ${kind}`, () => {
    for (const address of addresses) assert.equal(isRefusedAddress(address, false), true, address);
  });

test('a webhook is posted to any address on the internet', () => {
  for (const address of OUTSIDE) assert.equal(isRefusedAddress(address, false), false, address);
});

test('a webhook whose URL names loopback is posted to loopback and nowhere else', () => {
  for (const address of ['127.0.0.1', '127.0.0.2', '::1'])
    assert.equal(isRefusedAddress(address, true), false, address);
  for (const address of ['10.0.0.1', '93.184.215.14', '::ffff:127.0.0.1', '2606:4700::1', 'fe80::1'])
    assert.equal(isRefusedAddress(address, true), true, address);
});

test('a URL is refused when it is no HTTPS, leads to an odd port, or has an inner address in whatever spelling', () => {
  for (const url of [
    'http://example.com/',
    'http://127.0.0.2/',
    'http://localhost.example.com/',
    'ftp://localhost/',
    'https://user:password@example.com/',
    'https://example.com:22/',
    'https://example.com:0/',
    'https://example.com:65536/',
    'http://localhost:25/',
    'https://10.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://017700000001/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1]/',
    'https://１２７.0.0.1/',
    'nothing',
  ])
    assert.throws(() => readTarget(url), TargetRefused, url);
});

test('a URL is taken when it is HTTPS, or HTTP on this machine, on an ordinary port', () => {
  const targets = [
    ['https://example.com/a?b=c#d', 'example.com', 443, '/a?b=c'],
    ['https://example.com:80', 'example.com', 80, '/'],
    ['https://example.com:8443/', 'example.com', 8443, '/'],
    ['https://93.184.215.14/', '93.184.215.14', 443, '/'],
    ['https://[2606:4700::1]/', '2606:4700::1', 443, '/'],
    ['http://[::1]:3000/x', '::1', 3000, '/x'],
    ['http://localhost', 'localhost', 80, '/'],
  ] as const;
  for (const [url, host, port, path] of targets) {
    const target = readTarget(url);
    assert.deepEqual([target.host, target.port, target.path], [host, port, path], url);
  }
});

test('a name is looked up and judged anew for every connection, and connected to as it was judged', async () => {
  const answers: LookupAddress[][] = [
    [{ address: '93.184.215.14', family: 4 }],
    [{ address: '127.0.0.1', family: 4 }],
    [
      { address: '93.184.215.14', family: 4 },
      { address: '::ffff:10.0.0.1', family: 6 },
    ],
    [],
  ];
  const lookup = promisify(guardedLookup(() => Promise.resolve(answers.shift() ?? []), false));
  assert.deepEqual(await lookup('hook.example', { all: true }), [{ address: '93.184.215.14', family: 4 }]);
  for (let i = 0; i < 3; i++)
    await assert.rejects(lookup('hook.example', { all: true }), { code: 'address-refused' });
});

for (const host of ['hook.example', '127.0.0.1.nip.example', 'localhost.'])
  test(`nothing reaches this machine through ${host}, a name that leads here and does not say so`, async () => {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const at = new DeskAtTest({ resolve });
    at.desk.settings([webhook(`https://${host}:${receiver.port}/`)]);
    at.tell(0);
    await at.settle();
    assert.deepEqual(
      at.desk.attempts(HOOK).map(({ error }) => error),
      ['address-refused'],
    );
    assert.equal(receiver.connections, 0);
    await at.desk.stop(0);
  });

test('a redirect inwards is not followed, and the log says that it was one', async () => {
  const from = await Receiver.open(status(307, { location: receiver.url }));
  const at = new DeskAtTest();
  at.desk.settings([webhook(from.url)]);
  at.tell(0);
  await at.settle();
  const [attempt] = at.desk.attempts(HOOK);
  assert.deepEqual([attempt?.status, attempt?.error], [307, 'redirect']);
  assert.equal(receiver.connections, 0);
  assert.equal(at.state.queued, 1);
  await at.desk.stop(0);
  await from.close();
});

test('a webhook with a refused URL says why, and keeps nothing for it', async () => {
  const at = new DeskAtTest();
  at.desk.settings([webhook('https://example.com:25/')]);
  at.tell(0);
  const { condition, reason, queued, dropped } = at.state;
  assert.deepEqual([condition, queued, dropped], ['refused', 0, 1]);
  assert.match(reason ?? '', /Port 25/);
  await at.desk.stop(0);
});

test('what does not speak TLS behind an https:// URL is told nothing', async () => {
  const at = new DeskAtTest();
  at.desk.settings([webhook(`https://127.0.0.1:${receiver.port}/`)]);
  at.tell(0);
  await at.settle();
  assert.equal(at.desk.attempts(HOOK)[0]?.status, null);
  assert.deepEqual(receiver.arrivals, []);
  await at.desk.stop(0);
});
