import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { DailyAllowance } from '../../src/limit/daily-allowance.ts';
import { DayFile } from '../../src/limit/day-file.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');

/** A gateway's folder, and its lives in it. */
async function begin(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-day-'));
  t.after(() => rm(folder, { recursive: true }));
  const clock = { now: NOON };
  async function live(limit: number | null): Promise<DailyAllowance> {
    const allowance = await DailyAllowance.open({
      store: new DayFile(folder),
      now: () => clock.now,
      log: () => undefined,
    });
    allowance.limit = limit;
    return allowance;
  }
  return { folder, clock, live };
}

test('what has left today is taken off the limit, and the next day begins with all of it', async (t) => {
  const { clock, live } = await begin(t);
  const day = await live(100);
  day.count(60);
  assert.deepEqual(day.today, { limit: 100, left: 40, seconds: 12 * 3600 });
  day.count(-10);
  assert.equal(day.left, 50);
  day.count(80);
  assert.equal(day.left, 0, 'codes count, and leave beyond it');
  clock.now = Date.parse('2026-11-26T00:00:00Z');
  assert.equal(day.left, 100);
});

test('without a limit everything leaves, and it counts when one is set before the day is over', async (t) => {
  const { live } = await begin(t);
  const day = await live(null);
  day.count(30);
  assert.deepEqual([day.left, day.today], [Infinity, null]);
  day.limit = 100;
  assert.equal(day.left, 70);
});

test('a gateway that ended in order goes on with the very count', async (t) => {
  const { live } = await begin(t);
  const before = await live(1_000);
  before.count(123);
  await before.close();
  assert.equal((await live(1_000)).left, 877);
});

test('one that was killed finds the day a little fuller, never emptier', async (t) => {
  const { live } = await begin(t);
  for (let life = 0, left = 0; life < 5; life++) {
    const day = await live(1_000);
    day.count(100);
    left += 100;
    await day.kept();
    const next = await live(1_000);
    assert.ok(next.left <= 1_000 - left, `${next.left} may still leave after ${left} have`);
    assert.ok(next.left >= 1_000 - left - (life + 1) * 10);
  }
});

test('yesterday’s count is over; a clock that was put back does not open a day that is', async (t) => {
  const { clock, live } = await begin(t);
  const day = await live(10);
  day.count(10);
  await day.close();
  clock.now = NOON - 24 * 3_600_000;
  assert.equal((await live(10)).left, 0);
  clock.now = NOON + 24 * 3_600_000;
  assert.equal((await live(10)).left, 10);
});

test('the folder learns a day and a number, and nothing else', async (t) => {
  const { folder, live } = await begin(t);
  const day = await live(10);
  day.count(3);
  await day.close();
  assert.equal(await readFile(path.join(folder, 'day.json'), 'utf8'), '{"day":"2026-11-25","texts":3}');
});

test('a disk that takes nothing holds no text back; its owner hears of it, and it is tried again', async () => {
  const said: string[] = [];
  let tries = 0;
  const day = await DailyAllowance.open({
    store: { load: async () => null, save: () => (tries++, Promise.reject(new Error('ENOSPC'))) },
    now: () => NOON,
    log: (level) => void said.push(level),
  });
  day.limit = 10;
  for (let i = 1; i <= 2; i++) {
    day.count(1);
    await day.kept();
    assert.deepEqual([day.left, tries, said.length], [10 - i, i, i]);
  }
});
