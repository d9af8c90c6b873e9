import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { DepartureLog } from '../../src/departure/departure-log.ts';
import { DepartureRecords, readDepartures } from '../../src/departure/departure-records.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261125);
const BATCH = 'AAAAAAAAAAAAAAAAAAAAAA';

async function folder(t: TestContext): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-departures-'));
  t.after(() => rm(home, { recursive: true }));
  return home;
}

test('nothing is known of a batch without a file, and nothing left of one with an empty file', async (t) => {
  const log = new DepartureLog(await folder(t));
  assert.equal(log.read(BATCH), null);
  log.begin(BATCH);
  assert.equal(log.read(BATCH)?.size, 0);
  log.end(BATCH);
  assert.equal(log.read(BATCH), null);
});

test('what is noted is on the disk once it is written, whatever becomes of the process', async (t) => {
  const home = await folder(t);
  const log = new DepartureLog(home);
  log.begin(BATCH);
  log.leaving(BATCH, { index: 700, k: 2, n: 3 });
  assert.equal(new DepartureLog(home).read(BATCH)?.size, 0, 'not yet');
  log.write();
  assert.deepEqual(new DepartureLog(home).read(BATCH)?.get(700)?.parts, new Map([[2, { state: 'left' }]]));
  const next = new DepartureLog(home);
  next.begin(BATCH);
  next.answered(BATCH, { index: 700, k: 2 }, 'ABC');
  next.close();
  const read = new DepartureLog(home).read(BATCH)?.get(700);
  assert.deepEqual(read?.parts, new Map([[2, { state: 'answered', carrierId: 'ABC' }]]));
});

test('what a former life left of other batches is swept away', async (t) => {
  const home = await folder(t);
  const log = new DepartureLog(home);
  log.begin(BATCH);
  await writeFile(path.join(home, 'departures', 'BBBBBBBBBBBBBBBBBBBBBB'), 'x');
  log.sweep();
  assert.deepEqual(await readdir(path.join(home, 'departures')), [BATCH]);
});

test('records cut off anywhere are what had happened before', () => {
  const part = fc.record({ index: fc.nat(3), k: fc.integer({ min: 1, max: 3 }) }, { noNullPrototype: true });
  const step = fc.tuple(
    fc.constantFrom('leaving', 'answered', 'returned'),
    part,
    fc.string({ maxLength: 65 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(), (steps, cut) => {
      const ends = [0];
      const pieces: Buffer[] = [];
      for (const [kind, at, id] of steps) {
        const records = new DepartureRecords();
        if (kind === 'leaving') records.leaving({ ...at, n: 3 });
        else if (kind === 'answered') records.answered(at, id);
        else records.returned(at);
        pieces.push(Buffer.from(records.take()));
        ends.push((ends.at(-1) ?? 0) + (pieces.at(-1)?.length ?? 0));
      }
      const whole = Buffer.concat(pieces);
      const length = cut % (whole.length + 1);
      const done = ends.filter((end) => end <= length).length - 1;
      const expected = readDepartures(whole.subarray(0, ends[done]));
      assert.deepEqual(readDepartures(whole.subarray(0, length)), expected);
    }),
    { seed: SEED },
  );
});

test('neither numbers nor texts are in the files', async (t) => {
  const home = await folder(t);
  const log = new DepartureLog(home);
  log.begin(BATCH);
  for (let index = 0; index < 1000; index++) log.leaving(BATCH, { index, k: 1, n: 1 });
  log.close();
  const octets = await readFile(path.join(home, 'departures', BATCH));
  assert.equal(octets.length, 5000, 'five octets for each part');
});
