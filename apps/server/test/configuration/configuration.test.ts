import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { isLoopback, readConfiguration } from '../../src/configuration/configuration.ts';

const directory = await mkdtemp(path.join(tmpdir(), 'smseal-configuration-'));
after(() => rm(directory, { recursive: true }));
const pem = path.join(directory, 'any.pem');
writeFileSync(pem, 'PEM');
const SMSEAL_DATABASE_URL = 'postgres://a:secret@127.0.0.1:1/smseal';
const tls = { SMSEAL_TLS_CERT: pem, SMSEAL_TLS_KEY: pem };

test('a bare environment with a database will do', () => {
  const { host, port, origin, tls: none } = readConfiguration({ SMSEAL_DATABASE_URL });
  assert.deepEqual([host, port, origin, none], ['127.0.0.1', 7070, 'http://localhost:7070', null]);
});

const WRONG: [string, NodeJS.ProcessEnv, RegExp][] = [
  ['no database', {}, /^SMSEAL_DATABASE_URL is not set; set it/],
  [
    'a database that is none',
    { SMSEAL_DATABASE_URL: 'mysql://x:hunter2@y' },
    /^SMSEAL_DATABASE_URL is not a URL/,
  ],
  ['a port that is none', { SMSEAL_DATABASE_URL, SMSEAL_PORT: '70 70' }, /^SMSEAL_PORT is 70 70; set/],
  [
    'plain HTTP for everybody',
    { SMSEAL_DATABASE_URL, SMSEAL_HOST: '0.0.0.0' },
    /^SMSEAL_HOST is 0\.0\.0\.0, where plain HTTP is not served; set SMSEAL_TLS_CERT/,
  ],
  [
    'an origin elsewhere without TLS',
    { SMSEAL_DATABASE_URL, SMSEAL_ORIGIN: 'http://texts.example' },
    /^SMSEAL_ORIGIN is http:\/\/texts\.example/,
  ],
  [
    'an https origin without TLS',
    { SMSEAL_DATABASE_URL, SMSEAL_ORIGIN: 'https://texts.example' },
    /plain HTTP; let SMSEAL_ORIGIN begin with http:/,
  ],
  [
    'an http origin with TLS',
    { SMSEAL_DATABASE_URL, ...tls, SMSEAL_ORIGIN: 'http://localhost:7070' },
    /begin with https:/,
  ],
  [
    'an origin with a path',
    { SMSEAL_DATABASE_URL, SMSEAL_ORIGIN: 'http://localhost:7070/app' },
    /without a path/,
  ],
  [
    'half of TLS',
    { SMSEAL_DATABASE_URL, SMSEAL_TLS_CERT: pem },
    /^SMSEAL_TLS_KEY is not set, but its counterpart is/,
  ],
  [
    'a key that cannot be read',
    { SMSEAL_DATABASE_URL, ...tls, SMSEAL_TLS_KEY: path.join(directory, 'none') },
    /^SMSEAL_TLS_KEY is .*none, which cannot be read/,
  ],
  ['NATS that is none', { SMSEAL_DATABASE_URL, SMSEAL_NATS_URL: 'http://x' }, /^SMSEAL_NATS_URL/],
];
for (const [name, env, sentence] of WRONG)
  test(`${name} is refused with a sentence that names the variable and the mend`, () => {
    assert.throws(
      () => readConfiguration(env),
      (error: Error) => {
        assert.match(error.message, sentence);
        assert.doesNotMatch(error.message, /hunter2|secret/);
        return true;
      },
    );
  });

test('TLS opens other addresses', () => {
  const env = { SMSEAL_DATABASE_URL, ...tls, SMSEAL_HOST: '::', SMSEAL_ORIGIN: 'https://texts.example' };
  assert.equal(readConfiguration(env).origin, 'https://texts.example');
});

test('loopback is what cannot be anybody else', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost'])
    assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'localhost.example'])
    assert.ok(!isLoopback(host), host);
});
