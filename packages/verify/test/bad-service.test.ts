/** Probes against what they are there for: services, databases and folders that break what is claimed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, createServer as createListener, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { ProbeFamily, ProbeName } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';
import { retain } from '@smseal/database';
import {
  browserEmptied,
  browserRequests,
  browserStorage,
  browserVisits,
  connections,
  openReader,
  runProbes,
  tryJob,
  type Outcome,
} from '../src/index.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'smseal-verify-'));
after(() => rm(folder, { recursive: true }));

/** Probe and evidence of everything that was found to be red. */
function redOf(results: readonly (Outcome & { probe: ProbeName })[]): Record<string, string> {
  return Object.fromEntries(
    results.filter(({ result }) => result === 'red').map(({ probe, evidence }) => [probe, evidence]),
  );
}

test('a site that tracks, echoes and takes everything is red at each of it', async (t) => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const path = request.url ?? '/';
      response.setHeader('set-cookie', 'visitor=1; Path=/');
      response.setHeader('x-powered-by', 'hope');
      if (path === '/') response.end('<title>t</title><script src="https://cdn.example/a.js"></script>');
      else if (path === '/privacy') response.end('<title>p</title><code>account</code>');
      else if (path === '/sign-in') response.writeHead(500).end();
      else if (path === '/v1/sign-up' && body.startsWith('{"email":"nobody')) response.writeHead(202).end();
      else
        response
          .writeHead(400, { 'content-type': 'application/problem+json' })
          .end(JSON.stringify({ code: 'no', echo: `${path} ${body}`, stack: 'at read (file.ts:1:2)' }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const red = redOf(await runProbes({ url: { origin: `http://127.0.0.1:${port}` } }));
  assert.match(red['har/own-origin'] ?? '', /no Content-Security-Policy.*loads https:\/\/cdn\.example/);
  assert.match(red['har/no-cookie'] ?? '', /\/ sets visitor/);
  assert.match(red['har/without-cookies'] ?? '', /\/sign-in answers 500/);
  assert.match(red['har/headers'] ?? '', /x-powered-by is sent and not listed/);
  assert.match(red['har/policy-table'] ?? '', /\/privacy does not name account\.id;.* and \d+ more/);
  assert.match(red['har/cookie-page'] ?? '', /\/cookies answers 400/);
  assert.match(red['har/privacy-control'] ?? '', /gpc\.json answers 400/);
  assert.match(red['introspect/unlisted-field'] ?? '', /answered with 202/);
  assert.match(red['introspect/refusals'] ?? '', /repeats what was sent; .* shows “at read/);
  assert.match(red['tls/plain-refused'] ?? '', /asked as somewhere\.example it answers/);
});

test('plain HTTP on another machine is red without being asked', async () => {
  const results = await runProbes(
    { url: { origin: 'http://texts.example' } },
    { only: (probe) => probe === 'tls/plain-refused' },
  );
  assert.match(redOf(results)['tls/plain-refused'] ?? '', /itself is plain HTTP/);
});

test('a database with something that nobody listed is red', async (t) => {
  const closing: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const close of closing.toReversed()) await close();
  });
  const { url, database } = await testDatabase({ after: (close) => void closing.push(close) });
  const reader = await openReader(url);
  closing.push(() => reader.close());
  const later = new Set<string>(['introspect/housekeeping', 'introspect/day-key']);
  const before = await runProbes({ database: reader }, { only: (probe) => !later.has(probe) });
  assert.deepEqual(redOf(before), {});
  await sql`ALTER TABLE account ADD COLUMN nickname text`.execute(database);
  await sql`ALTER TABLE record ADD COLUMN at timestamptz`.execute(database);
  await sql`ALTER TABLE segment DROP COLUMN stored`.execute(database);
  await sql`ALTER TABLE segment ALTER COLUMN envelope TYPE text USING encode(envelope, 'hex')`.execute(
    database,
  );
  const account = 'A'.repeat(22);
  await sql`INSERT INTO account (id, stored) VALUES (${account}, '2026-11-22')`.execute(database);
  await sql`
    INSERT INTO activity (account_id, id, at, ip, action)
    VALUES (${account}, ${'B'.repeat(22)}, now(), ${Buffer.from('203.0.113.9')}, 'sign-in')`.execute(
    database,
  );
  await sql`CREATE SCHEMA graphile_worker`.execute(database);
  await sql`
    CREATE TABLE graphile_worker._private_known_crontabs AS
    SELECT 'every-hour' AS identifier, now() - interval '3 hours' AS known_since, NULL::timestamptz AS last_execution`.execute(
    database,
  );
  await sql`CREATE TABLE graphile_worker._private_tasks AS SELECT 'tell-somebody' AS identifier`.execute(
    database,
  );
  await sql`GRANT SELECT ON identity.holder TO PUBLIC`.execute(database);
  await sql`ALTER TABLE ops.usage_sum ADD COLUMN address inet`.execute(database);
  await sql`
    INSERT INTO ops.usage_sum (metric, dimension, day, accounts, total)
    VALUES ('requests', 'content', '2020-01-01', 1, 1), ('requests', 'from-ada', '2020-01-01', 1, 1)`.execute(
    database,
  );
  await sql`
    INSERT INTO ops.usage_figure (metric, dimension, week, figure)
    VALUES ('requests', 'together', '2019-12-30', 12345)`.execute(database);
  const red = redOf(await runProbes({ database: reader }));
  assert.match(
    red['introspect/columns'] ?? '',
    /account\.nickname is held and not listed.*segment\.stored is listed and not held/,
  );
  assert.match(red['introspect/roles'] ?? '', /public may read identity\.holder and 0 more/);
  assert.match(
    red['introspect/usage-sums'] ?? '',
    /address is a inet; requests from-ada is not listed; .*days old.*together is not rounded/,
  );
  assert.match(red['introspect/at-rest'] ?? '', /activity\.ip can be read/);
  assert.match(red['introspect/day-key'] ?? '', /the key of the day is \d+ days old/);
  assert.match(red['introspect/times'] ?? '', /record\.at holds a time/);
  assert.match(red['introspect/sealed-octets'] ?? '', /segment\.envelope is text/);
  assert.match(
    red['introspect/housekeeping'] ?? '',
    /tasks\/tell-somebody is queued and not listed.*tasks\/every-minute is listed.*every-hour ran last 3 hours ago/,
  );
});

test('a folder with a stray file, a wordy log and an old one is red', async () => {
  const home = path.join(folder, 'home');
  await mkdir(path.join(home, 'logs'), { recursive: true });
  await mkdir(path.join(home, 'gateway'));
  const log = (name: string): string => path.join(home, 'logs', name);
  const line = { time: '2026-01-01T00:00:00.000Z', level: 'info', message: 'connector' };
  await writeFile(log('gateway-2026-01-01.log'), `${JSON.stringify({ ...line, state: 'up' })}\n`);
  await writeFile(path.join(home, 'gateway', 'day.json.new'), '{}');
  assert.deepEqual(redOf(await runProbes({ home })), {});
  await writeFile(
    log('phone-2026-01-01.log'),
    `${JSON.stringify({ ...line, number: '+15550100' })}\noh no\n`,
  );
  const longAgo = new Date(Date.now() - 40 * 86_400_000);
  await utimes(log('gateway-2026-01-01.log'), longAgo, longAgo);
  await writeFile(path.join(home, 'dump.sql'), '');
  await writeFile(path.join(home, 'gateway', 'numbers.csv'), '');
  const red = redOf(await runProbes({ home }));
  assert.match(red['introspect/logs'] ?? '', /phone-2026-01-01\.log says a line without keys.*says number/);
  assert.match(red['introspect/log-age'] ?? '', /gateway-2026-01-01\.log is 40 days old/);
  assert.match(red['introspect/files'] ?? '', /dump\.sql lies there.*gateway\/numbers\.csv lies there/);
});

test('a program that talks to somebody else is red', { skip: process.platform !== 'linux' }, async (t) => {
  const listener = createListener();
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const { port } = listener.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  t.after(() => {
    socket.destroy();
    listener.close();
  });
  const own = { name: 'server', pid: process.pid } as const;
  assert.equal((await connections({ programs: [{ ...own, peers: { database: port } }] })).result, 'green');
  const { result, evidence } = await connections({ programs: [{ ...own, peers: { database: port + 1 } }] });
  assert.equal(result, 'red');
  assert.match(evidence, new RegExp(`the server holds a connection to .*:${port}`));
  assert.equal((await connections({ programs: [{ ...own, peers: { friends: port } }] })).result, 'red');
});

test('a browser that keeps, asks or remembers too much is red', () => {
  const reading = {
    origin: 'https://texts.example',
    held: ['smseal/vault', 'smseal/page', 'smseal/log', 'smseal/place'],
    cookies: ['smseal_session'],
    heldAfterRemoval: [],
    asked: ['https://texts.example/a.js', 'wss://texts.example/v1/live', 'blob:https://texts.example/1'],
  };
  const probes = [browserStorage, browserRequests, browserEmptied];
  for (const probe of probes) assert.equal(probe(reading).result, 'green', probe(reading).evidence);
  const bad = {
    ...reading,
    held: ['smseal/vault', 'visitor'],
    asked: ['https://metrics.example/p.gif'],
    heldAfterRemoval: ['smseal/vault'],
  };
  for (const probe of probes) assert.equal(probe(bad).result, 'red', probe.name);
  assert.match(
    browserStorage(bad).evidence,
    /visitor is kept and not listed.*smseal\/page is listed and not kept/,
  );
});

test('a job that lets go of things too early, or never, is red', async () => {
  const early = await testDatabase({ after });
  const hasty = await tryJob({
    url: early.url,
    runAt: async (now) => void (await retain(early.database, now + 1)),
  });
  assert.equal(hasty.result, 'red');
  assert.match(hasty.evidence, /is gone too early, one tick before/);
  const late = await testDatabase({ after });
  const lazy = await tryJob({ url: late.url, runAt: () => Promise.resolve() });
  assert.equal(lazy.result, 'red');
  assert.match(lazy.evidence, /is still there at/);
  const back = await testDatabase({ after });
  const never = await tryJob({ url: back.url, runAt: async () => void (await retain(back.database, 4e12)) });
  assert.match(never.evidence, /is gone too early, while the clock is far behind/);
});

test('a page that keeps or asks anything of a visitor is red, and so is one that nobody visited', () => {
  const reading = { origin: 'https://texts.example', held: [], cookies: [], heldAfterRemoval: [], asked: [] };
  const visit = { page: '/', state: 'no choice', held: [], asked: ['https://texts.example/site.css'] };
  assert.equal(browserVisits({ ...reading, visits: [visit] }).result, 'green');
  assert.equal(browserVisits(reading).result, 'unproved');
  const bad = { ...visit, held: ['visitor'], asked: ['https://metrics.example/p.gif'] };
  const { result, evidence } = browserVisits({ ...reading, visits: [visit, bad] });
  assert.equal(result, 'red');
  assert.match(evidence, /\/ keeps visitor \(no choice\); \/ asks https:\/\/metrics\.example/);
});

test('what needs nothing holds on this release, and each family is there', async () => {
  const release = new URL('../../../', import.meta.url).pathname;
  const results = await runProbes({ release });
  assert.deepEqual(
    results.filter(({ result }) => result !== 'green'),
    [],
  );
  const families = new Set(results.map(({ probe }) => probe.split('/')[0] as ProbeFamily));
  assert.deepEqual([...families], ['lint', 'clock', 'erase']);
  const elsewhere = await runProbes({ release: folder }, { only: (probe) => probe.includes('cannot-open') });
  assert.equal(elsewhere[0]?.result, 'unproved');
});
