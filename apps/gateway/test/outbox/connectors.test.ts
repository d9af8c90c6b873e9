/** Several connectors at once: whose texts go by which, and what one of them does to the others. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import type { BatchText, TextEvent } from '@smseal/protocol';
import fc from 'fast-check';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { DepartureLog } from '../../src/departure/departure-log.ts';
import { atCarriers, type AtCarriers, type AtCarriersOptions, type Smsc } from './at-carrier.ts';

const SEED = 20261125;
const SILENT = { outcomes: { never: 1 } };
const NORTH = { id: 'north', senders: ['North', '+447700900001'] };
const SOUTH = { id: 'south', senders: ['South', '+447700900001'] };

async function open(t: TestContext, options: Partial<AtCarriersOptions> = {}): Promise<AtCarriers> {
  const at = await atCarriers({ carriers: [NORTH, SOUTH], ...options });
  t.after(() => at.stop());
  return at;
}

/** So many texts of one sender; null for none. */
function from(sender: string | null, texts = 1): Partial<BatchText>[] {
  return Array.from({ length: texts }, () => (sender === null ? {} : { from: sender }));
}

/** Who the texts at each carrier came from. */
function senders(at: AtCarriers): string[][] {
  return at.smscs.map((smsc) => smsc.texts().map((text) => text.from));
}

async function bound(at: AtCarriers): Promise<void> {
  await until(() => at.connectors.every(({ state }) => state.state === 'bound'));
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it never came about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A carrier that nobody answers for: its port is free again. */
async function gone(): Promise<Smsc> {
  const smsc = await startSmsc();
  await smsc.stop();
  return smsc;
}

test('texts go to the carrier that lists their sender, whichever batch they stand in', async (t) => {
  const at = await open(t);
  await bound(at);
  const work = at.batch([...from('South', 30), ...from('North', 30), ...from('South', 30)]);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.deepEqual(
    senders(at).map((all) => [...new Set(all)]),
    [['North'], ['South']],
  );
  assert.deepEqual(
    at.smscs.map((smsc) => smsc.texts().length),
    [30, 60],
  );
  assert.equal(at.cleared.length, 90);
});

test('each text is told with the connector that carried it', async (t) => {
  const at = await open(t);
  await bound(at);
  const work = at.batch([...from('South'), ...from('North')]);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  const told = [0, 1].map((index) => at.events.get(`${work.id}:${index}`)?.[0]?.connector);
  assert.deepEqual(told, ['south', 'north']);
});

test('with one connector events name none', async (t) => {
  const at = await open(t, { carriers: [NORTH] });
  const work = at.batch(from('North'));
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.ok(at.events.get(`${work.id}:0`)?.every((event) => !('connector' in event)));
});

test('a text without a sender leaves as the first carrier’s, and as the next one’s while that is away', async (t) => {
  const at = await open(t);
  await bound(at);
  const work = at.batch(from(null, 5));
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.deepEqual(senders(at), [Array(5).fill('North'), []]);
  await at.smscs[0]?.stop();
  await until(() => at.connectors[0]?.state.state !== 'bound');
  const more = at.batch(from(null, 5));
  at.dispatcher.add(more);
  await at.settled(more, ['delivered']);
  assert.deepEqual(senders(at)[1], Array(5).fill('South'));
});

test('a sender that two carriers list fills the first one’s window, and the second takes what it has no room for', async (t) => {
  const slow = { answerMs: [50, 50] as const };
  const at = await open(t, {
    carriers: [
      { ...NORTH, window: 5, behaviour: slow },
      { ...SOUTH, window: 50 },
    ],
  });
  await bound(at);
  const few = at.batch(from('+447700900001', 3));
  at.dispatcher.add(few);
  await at.settled(few, ['sent', 'delivered']);
  assert.equal(at.smscs[1]?.texts().length, 0, 'while the first has room the second has none');
  const many = at.batch(from('+447700900001', 400));
  at.dispatcher.add(many);
  await at.settled(many, ['sent', 'delivered']);
  const [first = 0, second = 0] = at.smscs.map((smsc) => smsc.texts().length);
  assert.equal(first + second, 403);
  assert.ok(second > first, `${first} and ${second}`);
});

test('texts that only a carrier that is away may carry wait for it; others leave, and all texts of one batch are told apart', async (t) => {
  const away = await gone();
  const at = await open(t, { carriers: [{ ...NORTH, smsc: away }, SOUTH] });
  await until(() => at.connectors[1]?.state.state === 'bound');
  const work = at.batch([...from('North', 20), ...from('South', 20), ...from('+447700900001', 20)]);
  at.dispatcher.add(work);
  await until(() => at.states(work).filter((state) => state === 'delivered').length === 40);
  assert.deepEqual(new Set(at.states(work).slice(0, 20)), new Set(['queued']));
  assert.equal(at.cleared.length, 40, 'nothing is cleared that nobody can carry');
  const back = await startSmsc({ behaviour: 'fast', port: away.port });
  t.after(() => back.stop());
  await at.settled(work, ['delivered']);
  assert.deepEqual(new Set(back.texts().map((text) => text.from)), new Set(['North']));
});

test('what was cleared for a carrier that is lost leaves by another, unless it may be with the first', async (t) => {
  const slow = { answerMs: [10_000, 10_000] as const, ...SILENT };
  const at = await open(t, {
    carriers: [
      { ...NORTH, segmentsPerSecond: 1, behaviour: slow },
      { ...SOUTH, behaviour: SILENT },
    ],
  });
  await bound(at);
  const work = at.batch(from('+447700900001', 6));
  at.dispatcher.add(work);
  await at.smscs[0]?.waitFor(1);
  await until(() => at.cleared.length === 6);
  assert.equal(at.smscs[1]?.texts().length, 0);
  at.smscs[0]?.dropConnections();
  const first = at.smscs[0]?.texts().length ?? 0;
  await at.settled(work, ['sent', 'unknown']);
  assert.equal(at.states(work).filter((state) => state === 'unknown').length, first);
  assert.equal(at.smscs[1]?.texts().length, 6 - first);
  const everybody = at.smscs.flatMap((smsc) => smsc.texts().map(({ to }) => to));
  assert.equal(new Set(everybody).size, 6, 'nobody got a text twice');
});

test('what was cleared and can go by no other waits no longer than its time', async (t) => {
  const at = await open(t, { carriers: [{ ...NORTH, segmentsPerSecond: 1 }, SOUTH] });
  await bound(at);
  const work = at.batch(from('North', 6), { expires: Date.now() + 1_500 });
  at.dispatcher.add(work);
  await until(() => at.cleared.length === 6);
  await at.smscs[0]?.stop();
  await until(() => Date.now() > work.expires);
  at.dispatcher.expire();
  const states = at.states(work);
  assert.ok(states.includes('expired'));
  assert.ok(!states.includes('queued'), states.join(' '));
});

test('a carrier that throttles does not slow another down, and its urgent texts are not held up by the other’s', async (t) => {
  const throttled = { segmentsPerSecond: 5, answerMs: [0, 0] as const };
  const at = await open(t, { carriers: [{ ...NORTH, window: 10, behaviour: throttled }, SOUTH] });
  await bound(at);
  const stuck = at.batch(from('North', 1_000), { priority: 5 });
  at.dispatcher.add(stuck);
  await at.smscs[0]?.waitFor(5, 'submitted');
  const other = at.batch(from('South', 1_000), { priority: 9 });
  at.dispatcher.add(other);
  await at.settled(other, ['delivered']);
  assert.ok(at.states(stuck).includes('queued'), 'the slow carrier is not done by then');
  assert.ok((at.smscs[0]?.texts().length ?? 0) < 500);
});

test('under one pace for all, codes by one carrier go before a campaign by another', async (t) => {
  const at = await open(t, { pace: 50 });
  await bound(at);
  at.dispatcher.add(at.batch(from('North', 1_000), { priority: 9 }));
  await at.smscs[0]?.waitFor(10);
  const codes = at.batch(from('South', 20), { priority: 0 });
  at.dispatcher.add(codes);
  const before = at.smscs[0]?.texts().length ?? 0;
  await at.smscs[1]?.waitFor(20);
  const meanwhile = (at.smscs[0]?.texts().length ?? 0) - before;
  assert.ok(meanwhile <= 40, `${meanwhile} of the campaign left while 20 codes did`);
});

test('under one pace for all, no carrier takes the others’ part of it', async (t) => {
  const at = await open(t, { pace: 50 });
  await bound(at);
  at.dispatcher.add(at.batch(from('North', 1_000), { priority: 9 }));
  at.dispatcher.add(at.batch(from('South', 1_000), { priority: 9 }));
  await until(() => at.smscs.reduce((sum, smsc) => sum + smsc.texts().length, 0) >= 100);
  const [north = 0, south = 0] = at.smscs.map((smsc) => smsc.texts().length);
  assert.ok(Math.abs(north - south) <= 30, `${north} and ${south}`);
});

test('a receipt settles the text of its own carrier, though both carriers use the same ids', async (t) => {
  const at = await open(t);
  const sent = (connector: string): TextEvent[] => [
    { index: 0, at: '2026-11-25T10:00:00.000Z', state: 'sent', carrierId: '4711', connector },
  ];
  const [north, south] = ['north', 'south'].map((connector) => {
    const work = at.batch(1, { states: ['sent'] });
    at.dispatcher.remember(work, sent(connector), null);
    return work;
  });
  assert.ok(north && south);
  const receipt = { carrierId: '4711', state: 'delivered', code: null, raw: null } as const;
  await at.dispatcher.receipts.take(receipt, 'south');
  assert.deepEqual([at.states(north), at.states(south)], [['queued'], ['delivered']]);
  await at.dispatcher.receipts.take({ ...receipt, state: 'failed' }, 'north');
  assert.deepEqual([at.states(north), at.states(south)], [['failed'], ['delivered']]);
});

test('an answer that names no connector is of the time when the first was the only one', async (t) => {
  const at = await open(t);
  const work = at.batch(1, { states: ['sent'] });
  const told = { index: 0, at: '2026-11-25T10:00:00.000Z', state: 'sent', carrierId: 'AB12' } as const;
  at.dispatcher.remember(work, [told], null);
  const receipt = { carrierId: 'AB12', state: 'delivered', code: null, raw: null } as const;
  const elsewhere = at.dispatcher.receipts.take(receipt, 'south');
  assert.deepEqual(at.states(work), ['queued']);
  await at.dispatcher.receipts.take(receipt, 'north');
  assert.deepEqual(at.states(work), ['delivered']);
  await elsewhere;
});

test('texts that carriers have when they are asked for receipts of both are each delivered once', async (t) => {
  const at = await open(t);
  await bound(at);
  // Carriers that started in the same second count from the same id.
  const work = at.batch([...from('North', 100), ...from('South', 100)]);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  const ids = (sender: string) =>
    work.texts.flatMap((_, index) => {
      const told = at.events.get(`${work.id}:${index}`) ?? [];
      return told.flatMap(({ carrierId, connector }) => (carrierId && connector === sender ? carrierId : []));
    });
  assert.equal(ids('north').length + ids('south').length, 200);
  for (const told of at.events.values())
    assert.equal(told.filter(({ state }) => state === 'delivered').length, 1);
});

test('a killed gateway knows of each text which carrier has it, and what did not leave leaves by the right one', async (t) => {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-departures-'));
  t.after(() => rm(home, { recursive: true }));
  const before = new DepartureLog(home);
  const at = await open(t, {
    carriers: [
      { ...NORTH, behaviour: SILENT },
      { ...SOUTH, behaviour: SILENT },
    ],
  });
  const texts = [...from('North', 3), ...from('South', 3)];
  const work = at.batch(texts, { states: texts.map(() => 'submitted' as const) });
  const numbers = work.texts.map(({ to }) => to[0]);
  before.begin(work.id);
  for (const index of [0, 1, 3, 4]) before.leaving(work.id, { index, k: 1, n: 1 });
  // Both carriers called their first text the same.
  before.answered(work.id, { index: 0, k: 1, by: 'north' }, '4711');
  before.answered(work.id, { index: 3, k: 1, by: 'south' }, '4711');
  before.write();
  const noted = new DepartureLog(home).read(work.id);
  const cleared = { at: '2026-11-25T10:00:00.000Z', state: 'submitted' } as const;
  at.dispatcher.remember(
    work,
    texts.map((_, index) => ({ ...cleared, index })),
    noted,
  );
  await bound(at);
  await at.settled(work, ['sent', 'unknown']);
  assert.deepEqual(at.states(work), ['sent', 'unknown', 'sent', 'sent', 'unknown', 'sent']);
  assert.deepEqual(
    at.smscs.map((smsc) => smsc.texts().map(({ to }) => to)),
    [[numbers[2]], [numbers[5]]],
  );
  const receipt = { carrierId: '4711', state: 'delivered', code: null, raw: null } as const;
  await at.dispatcher.receipts.take(receipt, 'south');
  assert.deepEqual([at.states(work)[0], at.states(work)[3]], ['sent', 'delivered']);
});

test('a gateway that takes over from another sends by both carriers and has as many in doubt as were cleared', async (t) => {
  const slow = { answerMs: [10_000, 10_000] as const, ...SILENT };
  const carriers = [
    { ...NORTH, window: 8, behaviour: slow },
    { ...SOUTH, window: 16, behaviour: SILENT },
  ];
  const killed = await open(t, { carriers });
  await bound(killed);
  const texts = [...from('North', 100), ...from('South', 100)];
  const work = killed.batch(texts, { id: 'taken-over' });
  killed.dispatcher.add(work);
  await until(() => killed.states(work).filter((state) => state === 'sent').length === 100);
  await killed.smscs[0]?.waitFor(8);
  killed.dispatcher.paused = true;
  const inDoubt = killed.cleared.length - 100;
  assert.ok(inDoubt <= 8 + 2, `${inDoubt} were cleared for a window of 8 and 1 ahead`);
  const isCleared = new Set(killed.cleared);
  const told = texts.flatMap((_, index): TextEvent[] => {
    if (!isCleared.has(`taken-over:${index}`)) return [];
    const watermark = { index, at: '2026-11-25T10:00:00.000Z', state: 'submitted' } as const;
    return [watermark, ...(killed.events.get(`taken-over:${index}`) ?? [])];
  });
  const states = texts.map((_, index) => told.findLast((one) => one.index === index)?.state ?? 'leased');
  const next = await open(t);
  const again = next.batch(texts, { id: 'taken-over', states });
  next.dispatcher.remember(again, told, null);
  next.dispatcher.add(again);
  await until(() => next.smscs.reduce((sum, smsc) => sum + smsc.texts().length, 0) === 100 - inDoubt);
  const unknown = next.states(again).filter((state) => state === 'unknown').length;
  assert.equal(unknown, inDoubt);
  assert.deepEqual(new Set(senders(next).flat()), new Set(['North']));
});

test('what people write to a number that no carrier lists is answered by the carrier that they wrote by', async (t) => {
  const at = await open(t);
  await bound(at);
  at.dispatcher.heard('+447700900999', 'south');
  const work = at.batch(from('+447700900999'));
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.deepEqual(senders(at), [[], ['+447700900999']]);
});

test('any texts of any senders are each sent once, by a carrier that lists their sender', async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const at = await open(t, {
    carriers: [
      { id: 'a', senders: ['A', 'AB', 'AC'], window: 3 },
      { id: 'b', senders: ['B', 'AB', 'BC'], window: 7 },
      { id: 'c', senders: ['C', 'BC', 'AC'], window: 20 },
    ],
  });
  await bound(at);
  const sender = fc.constantFrom(null, 'A', 'B', 'C', 'AB', 'BC', 'AC');
  const batch = fc.record({
    priority: fc.constantFrom(0, 5, 9),
    texts: fc.array(sender, { minLength: 1, maxLength: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 5 }), async (batches) => {
      const works = batches.map(({ priority, texts }) => {
        const work = at.batch(
          texts.flatMap((one) => from(one)),
          { priority },
        );
        at.dispatcher.add(work);
        return { work, texts };
      });
      for (const { work } of works) await at.settled(work, ['delivered']);
      assert.equal(at.dispatcher.inHand, 0);
      for (const { work, texts } of works)
        for (const [index, one] of texts.entries()) {
          const told = at.events.get(`${work.id}:${index}`) ?? [];
          assert.equal(told.filter(({ carrierId }) => carrierId !== undefined).length, 1);
          const by = told[0]?.connector?.toUpperCase() ?? '';
          assert.ok((one ?? 'AB AC').includes(by), `${one} went by ${by}`);
        }
    }),
    { seed: SEED, numRuns: 12 },
  );
  const everybody = at.smscs.flatMap((smsc) => smsc.texts().map(({ to }) => to));
  assert.equal(new Set(everybody).size, everybody.length);
});
