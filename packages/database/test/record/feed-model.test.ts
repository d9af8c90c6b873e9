import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  deleteRecords,
  openJournal,
  putRecords,
  readChanges,
  readRecords,
  type Database,
  type RecordCursor,
  type StoredRecord,
} from '@smseal/database';
import type { RecordKind } from '@smseal/inventory';
import type { CodedError, Id } from '@smseal/protocol';
import { testDatabase } from '@smseal/testkit/database';
import * as fc from 'fast-check';
import { newAccount, newDevice, NOW, randomId, record, TODAY } from '../sealed-account.ts';

const { database, keyring } = await testDatabase({ after });
const journal = openJournal(keyring);

/** What one device does: it writes or deletes some of a few records, or a reader reads on. */
type Step =
  | { type: 'put'; device: number; what: { slot: number; version: 'next' | 'same' | 'wrong' }[] }
  | { type: 'delete'; slots: number[] }
  | { type: 'read'; reader: number; limit: number };

const KINDS: RecordKind[] = ['message', 'contact', 'call'];
const SLOTS = 12;
const slot = fc.nat({ max: SLOTS - 1 });
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('put' as const),
      device: fc.nat({ max: 2 }),
      what: fc.uniqueArray(
        fc.record({
          slot,
          version: fc.oneof(
            { weight: 8, arbitrary: fc.constant('next' as const) },
            { weight: 2, arbitrary: fc.constant('same' as const) },
            { weight: 1, arbitrary: fc.constant('wrong' as const) },
          ),
        }),
        { selector: (one) => one.slot, minLength: 1, maxLength: 6 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('delete' as const),
      slots: fc.array(slot, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('read' as const),
      reader: fc.nat({ max: 1 }),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  },
);

/** The account as it should be, in memory. */
class Model {
  readonly records = new Map<string, StoredRecord>();
  readonly names: { kind: RecordKind; id: Id }[] = Array.from({ length: SLOTS }, (_, i) => ({
    kind: KINDS[i % KINDS.length] ?? 'message',
    id: randomId(),
  }));
  readonly authored: number[] = [0, 0, 0];
  seq = 0;
}

/** What a device that follows the feed holds. */
class Reader {
  readonly held = new Map<string, StoredRecord>();
  since = 0;

  async read(account: Id, limit: number): Promise<number> {
    const page = await readChanges(database, { account, since: this.since, limit });
    assert.ok(page.changes.length <= limit);
    let last = this.since;
    for (const change of page.changes) {
      assert.ok(change.seq > last && change.seq <= page.seq, 'in order, within the page');
      last = change.seq;
      if (change.type === 'record') this.held.set(keyOf(change.record), change.record);
      else if (change.type === 'deleted') this.held.delete(keyOf(change));
      else assert.fail(`no ${change.type} was written`);
    }
    this.since = page.seq;
    return page.head;
  }

  async catchUp(account: Id): Promise<void> {
    while ((await this.read(account, 3)) > this.since);
  }
}

const keyOf = ({ kind, id }: { kind: string; id: Id }): string => `${kind}:${id}`;

class Run {
  readonly model = new Model();
  readonly readers = [new Reader(), new Reader()];
  readonly account: Id;
  readonly devices: Id[];
  constructor(account: Id, devices: Id[]) {
    this.account = account;
    this.devices = devices;
  }

  static async start(db: Database): Promise<Run> {
    const account = await newAccount(db);
    const devices = [
      await newDevice(db, account),
      await newDevice(db, account),
      await newDevice(db, account),
    ];
    return new Run(account, devices);
  }

  async step(step: Step): Promise<void> {
    if (step.type === 'put') await this.put(step);
    else if (step.type === 'delete') await this.delete(step.slots);
    else await this.readers[step.reader]?.read(this.account, step.limit);
  }

  async put({ device, what }: Extract<Step, { type: 'put' }>): Promise<void> {
    const { model } = this;
    const author = this.devices[device] ?? '';
    let authorSeq = model.authored[device] ?? 0;
    const records = what.map(({ slot: place, version }) => {
      const name = model.names[place];
      assert.ok(name);
      const stored = model.records.get(keyOf(name));
      if (version === 'same' && stored) return stored;
      const next = (stored?.version ?? 0) + (version === 'wrong' ? 2 : 1);
      return record(author, { ...name, version: next, authorSeq: ++authorSeq });
    });
    const changed = records.filter((one) => model.records.get(keyOf(one)) !== one);
    const conflict = what.some(({ version }) => version === 'wrong');
    const input = { account: this.account, device: author, records, today: TODAY };
    if (conflict) {
      await assert.rejects(
        putRecords(database, input),
        (error: CodedError) => error.code === 'version-conflict',
      );
      return;
    }
    model.seq += changed.length;
    assert.deepEqual(await putRecords(database, input), {
      seq: model.seq,
      changed: changed.length,
      moved: changed.length > 0,
    });
    for (const one of changed) model.records.set(keyOf(one), one);
    if (changed.length > 0) model.authored[device] = authorSeq;
  }

  async delete(slots: number[]): Promise<void> {
    const { model } = this;
    const names = slots.flatMap((place) => model.names[place] ?? []);
    const gone = new Set(names.map(keyOf).filter((key) => model.records.has(key)));
    model.seq += gone.size;
    const input = { account: this.account, records: names, journal, now: NOW };
    assert.deepEqual(await deleteRecords(database, input), {
      seq: model.seq,
      changed: gone.size,
      moved: gone.size > 0,
    });
    for (const key of gone) model.records.delete(key);
  }

  /** A device that arrives now: pages of every kind, then the feed from the head that it noted first. */
  async coldStart(limit: number): Promise<Reader> {
    const reader = new Reader();
    reader.since = this.model.seq;
    for (const kind of KINDS) {
      let after: RecordCursor | null = null;
      for (let more = true; more;) {
        const page: Awaited<ReturnType<typeof readRecords>> = await readRecords(database, {
          account: this.account,
          kind,
          after,
          limit,
        });
        for (const one of page.records) reader.held.set(keyOf(one), one);
        const last = page.records.at(-1);
        if (last) after = { id: last.id, day: last.day ?? null };
        more = page.more;
      }
    }
    await reader.catchUp(this.account);
    return reader;
  }
}

test('whatever devices write and delete, every reader ends with what was written last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), async (steps) => {
      const run = await Run.start(database);
      for (const step of steps) await run.step(step);
      const readers = [...run.readers, await run.coldStart(2), await run.coldStart(1000)];
      for (const reader of readers) {
        await reader.catchUp(run.account);
        assert.deepEqual(sorted(reader.held), sorted(run.model.records));
      }
    }),
    { seed: 20261122, numRuns: 25 },
  );
});

function sorted(held: Map<string, StoredRecord>): [string, StoredRecord][] {
  return [...held].sort(([a], [b]) => (a < b ? -1 : 1));
}
