/** Carriers that break the rules: nothing is lost or sent twice, what cannot be known is said, and sending goes on. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { BatchWork } from '../../src/outbox/batch-work.ts';
import { atCarrier, type AtCarrier, type AtCarrierOptions } from './at-carrier.ts';
import { meddler, type Meddling } from './meddler.ts';

const AT_ONCE = {
  answerMs: [0, 0],
  outcomes: { delivered: 1 },
  receipts: { delayMs: [0, 20] },
  replies: { stop: 0, help: 0, question: 0, thanks: 0 },
  endings: false,
} as const;

async function open(t: TestContext, options: AtCarrierOptions): Promise<AtCarrier> {
  const at = await atCarrier({ behaviour: AT_ONCE, ...options });
  t.after(() => at.stop());
  return at;
}

const through = (t: TestContext, meddle: Meddling) => ({ through: meddler(t, meddle) });

/** States that were told of each text of a batch, in order. */
const told = (at: AtCarrier, work: BatchWork): string[][] =>
  work.texts.map((_, i) => at.events.get(`${work.id}:${i}`)?.map(({ state }) => state) ?? []);

function assertOnceEach(at: AtCarrier, texts: number): void {
  const got = at.smsc.texts().map(({ to }) => to);
  assert.equal(got.length, texts);
  assert.equal(new Set(got).size, texts, 'nobody got a text twice');
}

test('a carrier that says something unreadable before each answer gets every text once, and each is delivered', async (t) => {
  const at = await open(t, { behaviour: { ...AT_ONCE, malformed: 1 } });
  const work = at.batch(60);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.ok(at.smsc.counters.malformed >= 60, 'each kind was said many times');
  assertOnceEach(at, 60);
});

test('a carrier that says what has no length loses the link, not the texts: those in doubt are told, others go on', async (t) => {
  let answers = 0;
  const at = await open(t, {
    window: 10,
    ...through(t, (pdu) => {
      if (pdu.command !== 'submit_sm_resp') return [pdu];
      answers++;
      return answers === 15 || answers === 30 ? [Buffer.from('0000000500', 'hex')] : [pdu];
    }),
  });
  const work = at.batch(60);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered', 'unknown']);
  const unknown = at.states(work).filter((state) => state === 'unknown').length;
  assert.ok(unknown > 0 && unknown <= 20, `${unknown} in doubt of two windows of 10`);
  const got = at.smsc.texts().map(({ to }) => to);
  assert.equal(new Set(got).size, got.length, 'nobody got a text twice');
});

test('texts that a carrier never answers are in doubt and not sent again; when it answers again, sending goes on', async (t) => {
  const at = await open(t, { behaviour: 'silent', window: 5, responseMs: 200 });
  const mute = at.batch(8);
  at.dispatcher.add(mute);
  await at.settled(mute, ['unknown']);
  assert.deepEqual(
    told(at, mute),
    mute.texts.map(() => ['unknown']),
  );
  assertOnceEach(at, 8);
  at.smsc.setBehaviour(AT_ONCE);
  at.smsc.setBehaviour({ unanswered: 0, receipts: { sent: true } });
  const next = at.batch(8);
  at.dispatcher.add(next);
  await at.settled(next, ['delivered']);
  assertOnceEach(at, 16);
});

test('an answer that comes twice, with whatever id and status, changes nothing', async (t) => {
  const again = [{ commandStatus: 0 }, { messageId: 'another' }, { commandStatus: 0x0b, messageId: '' }];
  let answers = 0;
  const at = await open(t, {
    window: 4,
    ...through(t, (pdu) =>
      pdu.command === 'submit_sm_resp' ? [pdu, { ...pdu, ...again[answers++ % again.length] }] : [pdu],
    ),
  });
  const work = at.batch(30);
  at.dispatcher.add(work);
  await at.settled(work, ['delivered']);
  assert.deepEqual(
    told(at, work),
    work.texts.map(() => ['sent', 'delivered']),
  );
  assertOnceEach(at, 30);
});

test('two texts under one id: one receipt settles one of them once, and the other stays sent, for nobody can tell', async (t) => {
  const at = await open(t, {
    ...through(t, (pdu) => {
      if (pdu.command === 'submit_sm_resp') return [{ ...pdu, messageId: 'same' }];
      if (pdu.command !== 'deliver_sm') return [pdu];
      const text = Buffer.from(pdu.shortMessage)
        .toString('latin1')
        .replace(/id:\S+/, 'id:same');
      const tlvs = { ...pdu.tlvs, receiptedMessageId: 'same' };
      return [{ ...pdu, shortMessage: Buffer.from(text, 'latin1'), tlvs }];
    }),
  });
  at.smsc.setBehaviour({ receipts: { delayMs: [300, 300] } });
  const work = at.batch(2);
  at.dispatcher.add(work);
  await at.smsc.waitFor(2, 'delivered');
  const next = at.batch(1);
  at.dispatcher.add(next);
  await at.settled(next, ['delivered']);
  assert.deepEqual(
    told(at, work).toSorted((a, b) => a.length - b.length),
    [['sent'], ['sent', 'delivered']],
  );
  assertOnceEach(at, 3);
});
