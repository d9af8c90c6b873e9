import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { DeskAtTest, HOOK, received, until, webhook } from './desk-at-test.ts';
import { Receiver, status } from './receiver.ts';

const TEXTS = 2_500;
let receiver: Receiver;
let folder: string;
let at: DeskAtTest;

before(async () => {
  receiver = await Receiver.open();
});
beforeEach(() => {
  receiver.behave = status(204);
  receiver.arrivals.length = 0;
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'smseal-spool-')), 'webhook-events');
});
afterEach(async () => {
  await at.desk.stop(0);
  rmSync(path.dirname(folder), { recursive: true });
});
after(() => receiver.close());

const files = (): string[] =>
  globSync('**/*', { cwd: folder }).filter((file) => statSync(path.join(folder, file)).isFile());

test('a receiver that falls behind is told everything later, the events of one text in their order', async () => {
  at = new DeskAtTest({ mostQueued: 50, spoolFolder: folder });
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  for (let i = 0; i < TEXTS; i++) at.tell(i, 'sent');
  at.desk.tell(received('cmVjb3JkMDAwMDAwMDAwMA', 'Lantern'));
  assert.deepEqual([at.state.queued, at.state.dropped], [TEXTS, 1]);
  assert.ok(files().length > 0);
  for (const file of files()) {
    assert.equal(statSync(path.join(folder, file)).mode & 0o077, 0);
    assert.doesNotMatch(readFileSync(path.join(folder, file), 'utf8'), /Lantern|\+48/);
  }
  at.desk.settings([webhook(receiver.url)]);
  await until('some of it is taken', () => at.state.taken > 10);
  // There is room in memory now, and what is older waits outside.
  for (let i = TEXTS - 1; i >= 0; i--) at.tell(i);
  await until('all of it is taken', () => at.state.taken === 2 * TEXTS);
  const last = new Map<string, string>();
  for (const { message, body } of receiver.arrivals) {
    const { state } = (JSON.parse(body) as { data: { state: string } }).data;
    if (state === 'delivered') assert.equal(last.get(message), 'sent', message);
    last.set(message, state);
  }
  assert.equal(last.size, TEXTS);
  assert.deepEqual([at.state.queued, files()], [0, []]);
});

test('what waits in files is bounded, and counted where it finds no room', () => {
  at = new DeskAtTest({ mostQueued: 5, spoolFolder: folder, mostSpooled: 2_000 });
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  for (let i = 0; i < 2_105; i++) at.tell(i);
  assert.deepEqual([at.state.queued, at.state.dropped], [2_005, 100]);
});

test('what a webhook that is no more had still to be told goes with it, and so does what a former life left', async () => {
  at = new DeskAtTest({ mostQueued: 5, spoolFolder: folder });
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  for (let i = 0; i < 3_000; i++) at.tell(i);
  assert.ok(existsSync(path.join(folder, HOOK)));
  at.desk.settings([]);
  assert.deepEqual(files(), []);
  at.desk.settings([webhook(receiver.url, { paused: true })]);
  for (let i = 0; i < 3_000; i++) at.tell(i);
  const next = new DeskAtTest({ spoolFolder: folder });
  assert.deepEqual(files(), []);
  await next.desk.stop(0);
});
