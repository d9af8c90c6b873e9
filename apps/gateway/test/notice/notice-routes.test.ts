/** The route of the server's notices, with a real connector against the made-up carrier. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { SmppConnector } from '../../src/connector/smpp-connector.ts';
import { makeApp, type App } from '../../src/http/app.ts';
import { NoticeDesk } from '../../src/notice/notice-desk.ts';
import { noticeRoutes } from '../../src/notice/notice-routes.ts';

const TOKEN = 'a-token-that-nobody-can-guess-at-all';
const NOTICE = { to: '+447700900123', text: 'Your code is 123456.', kind: 'notice' };
const PATIENCE_MS = 1_500;

type Behaviour = NonNullable<NonNullable<Parameters<typeof startSmsc>[0]>['behaviour']>;

let ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function begin(behaviour: Behaviour = 'fast', { window = 10, patienceMs = PATIENCE_MS } = {}) {
  const smsc = await startSmsc({ behaviour });
  let receipts = 0;
  const connector = new SmppConnector({
    id: 'carrier',
    name: 'Carrier',
    host: '127.0.0.1',
    port: smsc.port,
    tls: false,
    systemId: 'gateway',
    password: 'secret',
    systemType: '',
    bind: 'transceiver',
    window,
    segmentsPerSecond: null,
    tables: [],
    defaultAlphabet: 'gsm7',
    senders: ['SMSeal'],
    from: 'SMSeal',
    events: {
      room: () => desk.pump(),
      receipt: async () => void receipts++,
      message: () => Promise.resolve(),
      state: () => undefined,
    },
  });
  const desk = new NoticeDesk({
    connectors: () => [connector],
    now: Date.now,
    patienceMs,
    againMs: 20,
  });
  connector.start();
  ends.push(
    () => connector.stop(),
    () => smsc.stop(),
  );
  return { app: appWith(() => desk), smsc, receipts: () => receipts };
}

function appWith(desk: () => NoticeDesk | null, token: string | null = TOKEN): App {
  const app = makeApp((error) => {
    throw error;
  });
  noticeRoutes(app, { token, desk });
  return app;
}

async function post(app: App, body: unknown = NOTICE, authorization = `Bearer ${TOKEN}`) {
  const response = await app.inject({
    method: 'POST',
    url: '/notices/v1/messages',
    headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.statusCode, body: response.json<{ code?: string; reason?: string }>() };
}

test('a notice is with the carrier when it is answered, whole, and no receipt is asked for', async () => {
  const { app, smsc, receipts } = await begin();
  assert.equal((await post(app)).status, 202);
  const long = { ...NOTICE, text: `${'Your code is 123456. '.repeat(15)}End` };
  assert.equal((await post(app, long)).status, 202);
  assert.deepEqual(
    smsc.texts().map(({ to, from, text }) => [to, from, text]),
    [
      [NOTICE.to, 'SMSeal', NOTICE.text],
      [NOTICE.to, 'SMSeal', long.text],
    ],
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(receipts(), 0);
});

test('many at once wait for room in a small window, and all get through', async () => {
  const { app, smsc } = await begin('fast', { window: 1 });
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      post(app, { ...NOTICE, to: `+4477009002${String(i).padStart(2, '0')}` }),
    ),
  );
  assert.deepEqual([...new Set(all.map(({ status }) => status))], [202]);
  assert.equal(new Set(smsc.texts().map(({ to }) => to)).size, 40);
});

test('more than a hundred under way are put off at once', async () => {
  const { app } = await begin('silent', { window: 1 });
  const began = performance.now();
  const all = await Promise.all(Array.from({ length: 120 }, () => post(app)));
  assert.equal(all.filter(({ status }) => status === 503).length, 120);
  assert.ok(performance.now() - began < PATIENCE_MS * 4);
});

test('what the carrier refuses for good is refused with its reason; what it puts off is tried again', async () => {
  const never = await begin({ refused: 1 });
  const refused = await post(never.app);
  assert.deepEqual([refused.status, refused.body.code], [502, 'carrier-refused']);
  assert.match(String(refused.body.reason), /^ESME_/);
  const sometimes = await begin({ queueFull: 0.3, refusedForNow: 0.2 }, { patienceMs: 30_000 });
  for (let i = 0; i < 5; i++) assert.equal((await post(sometimes.app)).status, 202);
  assert.equal(sometimes.smsc.texts().length, 5);
});

test('a carrier that says nothing, or is not there, is given up in time', async () => {
  const silent = await begin('silent');
  const { status, body } = await post(silent.app);
  assert.deepEqual([status, body.code], [503, 'unavailable']);
  const gone = await begin();
  await gone.smsc.stop();
  assert.equal((await post(gone.app)).status, 503);
});

test('only who shows the token is heard', async () => {
  const { app, smsc } = await begin();
  for (const wrong of ['', 'Bearer', `Bearer ${TOKEN}x`, TOKEN, 'Bearer smseal_a_b'])
    assert.equal((await post(app, NOTICE, wrong)).status, 401, wrong);
  assert.equal((await post(appWith(() => null, null))).status, 404, 'without a token there is no such route');
  assert.equal((await post(appWith(() => null))).status, 503, 'without a carrier of its own it takes none');
  assert.equal(smsc.texts().length, 0);
});

test('what is no notice is refused, and nothing of it leaves', async () => {
  const { app, smsc } = await begin();
  const wrong: [unknown, number][] = [
    ['{', 400],
    [{}, 422],
    [{ ...NOTICE, to: '447700900123' }, 422],
    [{ ...NOTICE, to: '+0123' }, 422],
    [{ ...NOTICE, to: ['+447700900123'] }, 422],
    [{ ...NOTICE, text: '' }, 422],
    [{ ...NOTICE, text: 'x'.repeat(1_601) }, 422],
    [{ ...NOTICE, kind: 'campaign' }, 422],
    [{ ...NOTICE, from: 'Bank' }, 422],
    ['x'.repeat(9 * 1024 * 1024), 413],
  ];
  for (const [body, status] of wrong)
    assert.equal((await post(app, body)).status, status, JSON.stringify(body).slice(0, 60));
  assert.equal(smsc.texts().length, 0);
});
