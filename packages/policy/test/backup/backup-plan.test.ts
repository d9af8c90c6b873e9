import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiredBackups, isBackupKeyOver, isCopyDue, isTrialDue } from '@smseal/policy';
import fc from 'fast-check';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const COPY_MS = 13 * DAY;
const START = Date.parse('2026-01-01T00:00:00Z');
/** What is deleted may stay in the database’s files until they are tidied, which each copy’s making begins with. */
const PROMISED = 14 * DAY;
const seed = Number(process.env['SMSEAL_TEST_SEED'] ?? Date.now());

interface Copy {
  at: number;
  needs: number;
}

/** A store over some weeks: at each tick a copy may fail, and log comes while the store takes any. */
class Store {
  copies: Copy[] = [];
  logs: { at: number }[] = [];
  keys = new Set<string>();
  failed: number | null = null;
  gap: number | null = null;
  tidied = START;
  now = START;

  get newest(): number | null {
    return this.copies.at(-1)?.at ?? null;
  }

  tick({ fails, full, minutes }: { fails: boolean; full: boolean; minutes: number }): void {
    this.now += minutes * MINUTE;
    if (full) this.gap = this.now;
    else this.put({ at: this.now }, this.logs);
    if (isCopyDue({ newestCopy: this.newest, failed: this.failed, gap: this.gap }, DAY, this.now)) {
      // Tidying comes first and does not need the store.
      this.tidied = this.now;
      if (fails || full) this.failed = this.now;
      else {
        this.put({ at: this.now, needs: this.now }, this.copies);
        this.failed = null;
        this.gap = null;
      }
    }
    const over = expiredBackups(this, this.now);
    this.copies = this.copies.filter((copy) => !over.copies.includes(copy));
    this.logs = this.logs.filter((log) => !over.logs.includes(log));
    for (const day of this.keys) if (isBackupKeyOver(Date.parse(day), this.now)) this.keys.delete(day);
  }

  put<T extends { at: number }>(one: T, among: T[]): void {
    among.push(one);
    this.keys.add(new Date(one.at).toISOString().slice(0, 10));
  }
}

const tick = fc.record({
  fails: fc.boolean(),
  full: fc.boolean(),
  minutes: fc.integer({ min: 1, max: 12 * 60 }),
});
const always = (fails: boolean) => tick.map((one) => ({ ...one, fails, full: false }));
const schedule = fc.oneof(
  ...[tick, always(false), always(true), fc.oneof(tick, always(false), always(true))].map((one) =>
    fc.array(one, { minLength: 30, maxLength: 200 }),
  ),
);

test(`nothing older than 13 days is kept, whatever fails, and what is kept can be restored (seed ${seed})`, () => {
  fc.assert(
    fc.property(schedule, (ticks) => {
      const store = new Store();
      for (const one of ticks) {
        const before = store.newest;
        store.tick(one);
        for (const { at } of [...store.copies, ...store.logs]) assert.ok(store.now - at < COPY_MS);
        // A copy that has its time is there, with all log since.
        if (before !== null && store.now - before < COPY_MS)
          assert.ok(store.copies.some(({ at }) => at === before));
        for (const { at } of store.copies) assert.ok(store.keys.has(new Date(at).toISOString().slice(0, 10)));
        for (const { at } of store.logs) assert.ok(store.keys.has(new Date(at).toISOString().slice(0, 10)));
        // And a key outlives what it encrypts by a day at most.
        for (const day of store.keys) assert.ok(store.now - Date.parse(day) < COPY_MS + DAY);
      }
    }),
    { seed, numRuns: 200 },
  );
});

test(`what was deleted is in no backup after 14 days (seed ${seed})`, () => {
  fc.assert(
    fc.property(schedule, schedule, (before, ticks) => {
      const store = new Store();
      for (const one of before) store.tick(one);
      const deletedAt = store.now;
      const { tidied } = store;
      let tidiedAfter: number | null = null;
      for (let hour = 0; hour < 16 * 24; hour++) {
        const one = ticks[hour % ticks.length];
        if (one) store.tick({ ...one, minutes: 60 });
        if (store.tidied !== tidied) tidiedAfter ??= store.tidied;
        if (store.now < deletedAt + PROMISED) continue;
        // Whatever may still hold it is from before the database's files were tidied.
        const holds = [...store.copies, ...store.logs].filter(({ at }) => at < (tidiedAfter ?? Infinity));
        assert.deepEqual(holds, []);
      }
    }),
    { seed, numRuns: 200 },
  );
});

test('a copy is due when there is none, after a day, and after log was let go; ten minutes after a failure', () => {
  const state = { newestCopy: START, failed: null, gap: null };
  assert.ok(isCopyDue({ ...state, newestCopy: null }, DAY, START));
  assert.ok(!isCopyDue(state, DAY, START + DAY - 1));
  assert.ok(isCopyDue(state, DAY, START + DAY));
  assert.ok(isCopyDue(state, 6 * HOUR, START + 6 * HOUR));
  assert.ok(isCopyDue({ ...state, gap: START + 1 }, DAY, START + MINUTE));
  assert.ok(
    !isCopyDue({ ...state, gap: START - 1 }, DAY, START + MINUTE),
    'the copy is younger than the gap',
  );
  const failed = { ...state, newestCopy: null, failed: START };
  assert.ok(!isCopyDue(failed, DAY, START + 10 * MINUTE - 1));
  assert.ok(isCopyDue(failed, DAY, START + 10 * MINUTE));
  assert.ok(isCopyDue(failed, DAY, START - MINUTE), 'a clock that was set back does not stop them');
});

test('a copy goes at 13 days to the millisecond, and log with the copies that it led to', () => {
  const at = (age: number) => ({ at: START + 20 * DAY - age });
  const copies = [at(COPY_MS), at(COPY_MS - 1), at(DAY)];
  const logs = [at(COPY_MS + HOUR), at(COPY_MS), at(COPY_MS - 1), at(HOUR)];
  const now = START + 20 * DAY;
  assert.deepEqual(expiredBackups({ copies, logs }, now), {
    copies: copies.slice(0, 1),
    logs: logs.slice(0, 2),
  });
  assert.deepEqual(expiredBackups({ copies: copies.slice(2), logs }, now).logs, logs.slice(0, 3));
  assert.deepEqual(
    expiredBackups({ copies: copies.slice(0, 1), logs }, now),
    { copies: copies.slice(0, 1), logs: logs.slice(0, 2) },
    'the last copy goes, too',
  );
});

test('the newest copy is tried at once, each week, and after a failure once there is another', () => {
  assert.ok(isTrialDue({ newestCopy: START, tried: null, passed: true }, START));
  const passed = { newestCopy: START + DAY, tried: START, passed: true };
  assert.ok(!isTrialDue(passed, START + 7 * DAY - 1));
  assert.ok(isTrialDue(passed, START + 7 * DAY));
  assert.ok(isTrialDue({ ...passed, passed: false }, START + DAY));
  assert.ok(!isTrialDue({ newestCopy: START - DAY, tried: START, passed: false }, START + DAY));
});
