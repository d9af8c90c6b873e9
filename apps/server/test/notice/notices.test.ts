import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { countSegments } from '@smseal/sms';
import { createLog } from '../../src/health/log.ts';
import { NOTICE_TEXTS } from '../../src/identity/notice-texts.ts';
import { Notices } from '../../src/notice/notices.ts';
import { noticeReceiver } from './notice-receiver.ts';

const receiver = await noticeReceiver({ after });
const lines: string[] = [];
const log = createLog({ write: (line: string) => void lines.push(line) });
const notice = { to: '+48600000001', text: 'canary text' };

interface Options {
  url?: string;
  urls?: string[];
  token?: string;
  timeoutMs?: number;
}

function notices({ url = receiver.url, ...options }: Options = {}) {
  return new Notices({ urls: [url], token: null, log, pauseMs: 1, ...options });
}

test('a notice arrives as JSON and leaves no trace in the log', async () => {
  const sender = notices();
  sender.send(notice);
  await sender.settled();
  assert.deepEqual(receiver.received, [{ ...notice, kind: 'notice' }]);
  assert.deepEqual(lines, []);
});

test('a route that fails once gets it the second time, one that fails twice not at all', async () => {
  const sender = notices();
  receiver.received.length = 0;
  receiver.refuse = 1;
  sender.send(notice);
  await sender.settled();
  assert.equal(receiver.received.length, 1);
  receiver.refuse = 2;
  receiver.requests = 0;
  sender.send(notice);
  await sender.settled();
  assert.equal(receiver.requests, 2);
  assert.equal(receiver.received.length, 1);
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines.join(''), /canary|600000001/);
});

test('a route that is silent or not there is given up', async (context) => {
  const receiver = await noticeReceiver(context);
  receiver.delayMs = 2_000;
  const slow = notices({ url: receiver.url, timeoutMs: 20 });
  slow.send(notice);
  const began = performance.now();
  await slow.settled();
  assert.ok(performance.now() - began < 1_500);
  const gone = notices({ url: 'http://127.0.0.1:9' });
  gone.send(notice);
  await gone.settled();
});

test('a flood is dropped, not kept', async (context) => {
  const receiver = await noticeReceiver(context);
  const sender = notices({ url: receiver.url });
  for (let index = 0; index < 1_000; index++) sender.send(notice);
  await sender.settled();
  assert.equal(receiver.received.length, 200);
});

test('a notice that cannot be made is logged without its content', async () => {
  lines.length = 0;
  const sender = notices();
  sender.send(() => Promise.reject(new Error('canary +48600000001')));
  await sender.settled();
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines.join(''), /canary|600000001/);
});

test('every notice is one segment in the default alphabet', () => {
  for (const make of Object.values(NOTICE_TEXTS)) {
    const { encoding, segments } = countSegments(make('123456'));
    assert.deepEqual([encoding, segments], ['gsm7', 1], make('123456'));
  }
});

test('a notice that one route does not take goes by the next, with what the server shows them', async (context) => {
  const [first, second] = [await noticeReceiver(context), await noticeReceiver(context)];
  const token = 'a token that nobody can guess at all';
  const sender = notices({ urls: ['http://127.0.0.1:9', first.url, second.url], token });
  first.refuse = 1;
  sender.send(notice);
  await sender.settled();
  assert.deepEqual([first.requests, first.received.length, second.received.length], [1, 0, 1]);
  assert.equal(second.authorization, `Bearer ${token}`);
  sender.send(notice);
  await sender.settled();
  assert.deepEqual([first.received.length, second.received.length], [1, 1], 'one is enough');
});
