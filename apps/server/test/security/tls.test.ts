import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@smseal/testkit/database';
import { WebSocket } from 'ws';
import { createLog } from '../../src/health/log.ts';
import { createServer } from '../../src/server.ts';
import { seedAccount, seedDevice } from '../test-server.ts';

const directory = await mkdtemp(path.join(tmpdir(), 'smseal-tls-'));
after(() => rm(directory, { recursive: true }));
const [certFile, keyFile] = [path.join(directory, 'cert.pem'), path.join(directory, 'key.pem')];

function certificate(): boolean {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  try {
    execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, '-days', '2', ...subject], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

test(
  'over TLS: answers, the live channel, and a browser told to stay with HTTPS',
  { skip: !certificate() && 'openssl is not installed' },
  async (t) => {
    const closing: (() => Promise<void>)[] = [];
    t.after(async () => {
      for (const finish of closing.toReversed()) await finish();
    });
    const {
      url: databaseUrl,
      database,
      keyring,
    } = await testDatabase({
      after: (finish) => void closing.push(finish),
    });
    const [cert, key] = [await readFile(certFile, 'utf8'), await readFile(keyFile, 'utf8')];
    const configuration = {
      databaseUrl,
      host: '127.0.0.1',
      port: 0,
      origin: 'https://localhost:7070',
      tls: { cert, key },
      noticeUrls: ['http://127.0.0.1:9'],
      noticeToken: null,
      natsUrl: null,
      webRoot: '/nonexistent',
      siteRoot: '/nonexistent',
      trustRoot: null,
    };
    const { app } = await createServer(configuration, {
      log: createLog({ write: () => undefined }),
      keyring,
    });
    closing.push(() => app.close());
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;

    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      get(`https://localhost:${port}/healthz`, { ca: cert }, (answer) => {
        answer.resume();
        resolve(answer.headers);
      }).on('error', reject);
    });
    assert.match(String(headers['strict-transport-security']), /^max-age=\d{8}/);
    assert.match(String(headers['content-security-policy']), /connect-src 'self' wss:\/\/localhost:7070/);

    const account = await seedAccount(database);
    const { id, token } = await seedDevice(database, account, { can: ['read'] });
    const socket = new WebSocket(`wss://localhost:${port}/v1/live`, {
      ca: cert,
      origin: 'https://localhost:7070',
    });
    closing.push(() => Promise.resolve(socket.terminate()));
    const ready = await new Promise<string>((resolve, reject) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token })));
      socket.on('message', (data) => resolve(String(data)));
      socket.on('error', reject);
    });
    assert.equal((JSON.parse(ready) as { device: string }).device, id);
  },
);
