import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { decodePdu, parseReceipt, PduError, STATUSES } from '@smseal/smpp';
import {
  ManualClock,
  PRESET_NAMES,
  PRESETS,
  startSmsc,
  type BehaviourPatch,
  type Smsc,
} from '../../src/rehearsal/index.ts';
import { NONSENSE, writeNonsense } from '../../src/rehearsal/smsc/nonsense.ts';
import { bindClient, type Client, type ClientOptions } from './smsc-client.ts';

const NUMBER = '+447700900310';
const OTHER = '+447700900311';

const clock = new ManualClock();
let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

/** A carrier that takes everything at once, save for what is said, and somebody bound to it. */
async function meet(
  patch: BehaviourPatch = {},
  options: ClientOptions = {},
): Promise<{ smsc: Smsc; client: Client }> {
  const smsc = await startSmsc({ behaviour: 'fast', clock, seed: 'switches' });
  smsc.setBehaviour({ ...patch, receipts: { delayMs: [0, 0], ...patch.receipts } });
  ends.push(() => smsc.stop());
  const client = await bindClient(smsc.port, options);
  ends.push(() => client.close());
  return { smsc, client };
}

/** Whether a promise is settled by what has happened already. */
const isSettled = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setImmediate(resolve, false))]);

const statusOf = async (client: Client, to = NUMBER): Promise<number> => {
  const [outcome] = await client.text(to, 'Hello');
  return outcome?.kind === 'refused' ? outcome.status : 0;
};

describe('answers', () => {
  it('come after the latency and not before', async () => {
    const { smsc, client } = await meet({ answerMs: [200, 300] });
    const sent = client.text(NUMBER, 'Hello');
    await smsc.waitFor(1, 'submitted');
    clock.advance(199);
    assert.equal(smsc.counters.answered, 0);
    assert.equal(await isSettled(sent), false);
    clock.advance(101);
    assert.equal((await sent)[0]?.kind, 'accepted');
  });

  it('refuse what is above the limit of segments with ESME_RTHROTTLED, until the next second', async () => {
    const { smsc, client } = await meet({ segmentsPerSecond: 5 });
    const before = await Promise.all(Array.from({ length: 7 }, () => statusOf(client)));
    assert.deepEqual(before, [0, 0, 0, 0, 0, STATUSES.ESME_RTHROTTLED.code, STATUSES.ESME_RTHROTTLED.code]);
    clock.advance(1_000);
    // The client paces itself after a refusal; another has no reason to.
    const fresh = await bindClient(smsc.port);
    ends.push(() => fresh.close());
    assert.equal(await statusOf(fresh), 0);
    assert.deepEqual(smsc.counters.refused, { [STATUSES.ESME_RTHROTTLED.code]: 2 });
  });

  it('count the segments of a message_payload, not the PDUs', async () => {
    const { client } = await meet({ segmentsPerSecond: 3 });
    const payload = { shortMessage: Buffer.alloc(0), tlvs: { messagePayload: Buffer.alloc(400, 'a') } };
    const [[first], [second]] = await Promise.all([
      client.text(NUMBER, 'x', payload),
      client.text(NUMBER, 'x'),
    ]);
    assert.equal(first?.kind, 'accepted');
    assert.equal(second?.kind, 'refused');
  });

  it('say that the queue is full, that a number is none, or that it is not the time', async () => {
    const { smsc, client } = await meet();
    for (const [patch, status] of [
      [{ queueFull: 1 }, STATUSES.ESME_RMSGQFUL],
      [{ queueFull: 0, refused: 1 }, STATUSES.ESME_RINVDSTADR],
      [{ refused: 0, refusedForNow: 1 }, STATUSES.ESME_RX_T_APPN],
    ] as const) {
      smsc.setBehaviour(patch);
      // What slows a client down would slow this test down too.
      const fresh = await bindClient(smsc.port);
      assert.equal(await statusOf(fresh), status.code);
      await fresh.close();
    }
    assert.equal(smsc.counters.taken, 0);
    assert.equal(client.delivered.length, 0);
  });

  it('may never come, although the text was taken', async () => {
    const { smsc, client } = await meet({ unanswered: 1 }, { responseMs: 50 });
    const [outcome] = await client.text(NUMBER, 'Hello');
    assert.deepEqual(outcome, { kind: 'in-doubt', reason: 'timeout' });
    assert.equal(smsc.texts().length, 1);
  });

  it('are lost with the connection, which can be bound again', async () => {
    const { smsc, client } = await meet({ disconnect: 1 });
    const [outcome] = await client.text(NUMBER, 'Hello');
    assert.deepEqual(outcome, { kind: 'in-doubt', reason: 'lost' });
    assert.equal(smsc.texts().length, 1);
    smsc.setBehaviour({ disconnect: 0 });
    await client.until(() => client.events.filter(({ state }) => state === 'bound')[1]);
    assert.equal(await statusOf(client), 0);
  });

  it('come after things that nobody can read, of every kind', async () => {
    const { smsc, client } = await meet({ malformed: 1 });
    for (let i = 0; i < 4; i += 1) assert.equal(await statusOf(client), 0);
    assert.equal(smsc.counters.malformed, 4);
    assert.equal(client.events.filter(({ state }) => state === 'lost').length, 0);
  });

  it('have things before them that a codec refuses and goes on after', () => {
    for (const kind of NONSENSE)
      assert.throws(
        () => decodePdu(writeNonsense(kind, 7)),
        (error) => error instanceof PduError && error.recoverable && error.sequenceNumber === 7,
        kind,
      );
  });

  it('are given up when the carrier falls over in the middle of a window', async () => {
    const { smsc, client } = await meet({ answerMs: [60_000, 60_000] });
    const sent = client.text(NUMBER, 'Hello');
    await smsc.waitFor(1, 'submitted');
    smsc.dropConnections();
    assert.deepEqual(await sent, [{ kind: 'in-doubt', reason: 'lost' }]);
  });
});

describe('numbers', () => {
  it('can be treated otherwise one by one, until they are like the others again', async () => {
    const { smsc, client } = await meet();
    smsc.setBehaviourFor(NUMBER, { refused: 1 });
    assert.equal(await statusOf(client), STATUSES.ESME_RINVDSTADR.code);
    assert.equal(await statusOf(client, OTHER), 0);
    smsc.setBehaviour({ answerMs: [0, 0] });
    assert.equal(await statusOf(client), STATUSES.ESME_RINVDSTADR.code);
    smsc.setBehaviourFor(NUMBER, null);
    assert.equal(await statusOf(client), 0);
  });

  it('that end in 0190 to 0195 are broken, each in its way', async () => {
    const { smsc, client } = await meet({ endings: true, replies: { thanks: 1 } }, { responseMs: 50 });
    assert.equal(await statusOf(client, '+447700900190'), STATUSES.ESME_RINVDSTADR.code);
    assert.equal(await statusOf(client, '+447700900191'), STATUSES.ESME_RX_T_APPN.code);
    await client.text('+447700900192', 'Hello');
    const [unanswered] = await client.text('+447700900193', 'Hello');
    assert.equal(unanswered?.kind, 'in-doubt');
    await client.text('+447700900194', 'Hello');
    await client.text('+447700900195', 'Hello');
    clock.advance(60_000);
    await smsc.waitFor(2, 'receiptsSent');
    await client.until(() => client.delivered[1]);
    assert.deepEqual(
      client.delivered.map((pdu) => [pdu.sourceAddr.slice(-4), parseReceipt(pdu)?.state]),
      [
        ['0194', 'UNDELIVERABLE'],
        ['0195', 'DELIVERED'],
      ],
    );
    assert.equal(smsc.counters.repliesSent, 0);
  });
});

describe('presets', () => {
  it('are taken by name, and are no preset any more once something is changed', async () => {
    const smsc = await startSmsc();
    ends.push(() => smsc.stop());
    assert.equal(smsc.behaviourName, 'life');
    for (const name of PRESET_NAMES) {
      smsc.setBehaviour(name);
      assert.equal(smsc.behaviourName, name);
    }
    smsc.setBehaviour({ queueFull: 0.5 });
    assert.equal(smsc.behaviourName, null);
  });

  it('life answers within 40 to 400 ms, and nearly all texts arrive', async () => {
    const { smsc, client } = await meet();
    smsc.setBehaviour('life');
    const sent = Promise.all(Array.from({ length: 400 }, (_, i) => client.text(`+4917604069${i}`, 'Hello')));
    await smsc.waitFor(400, 'submitted');
    clock.advance(39);
    assert.equal(smsc.counters.answered, 0);
    clock.advance(361);
    assert.equal(smsc.counters.answered, 400);
    await sent;
    clock.advance(6_000);
    assert.ok(smsc.counters.delivered >= 376 && smsc.counters.delivered < 400, `${smsc.counters.delivered}`);
  });

  it('silent says nothing at all', async () => {
    const { smsc, client } = await meet({}, { responseMs: 50 });
    smsc.setBehaviour('silent');
    const [outcome] = await client.text(NUMBER, 'Hello');
    assert.equal(outcome?.kind, 'in-doubt');
    clock.advance(600_000);
    assert.deepEqual([smsc.counters.answered, smsc.receiptsSent, smsc.counters.taken], [0, 0, 1]);
  });

  it('throttling lets ten segments of a second through', async () => {
    const { smsc, client } = await meet();
    smsc.setBehaviour('throttling');
    const sent = Promise.all(Array.from({ length: 30 }, () => client.text(NUMBER, 'Hello')));
    await smsc.waitFor(30, 'submitted');
    clock.advance(400);
    await sent;
    assert.ok((smsc.counters.refused[STATUSES.ESME_RTHROTTLED.code] ?? 0) >= 19);
    assert.ok(smsc.counters.taken <= 10);
  });

  it('rough does everything that can go wrong, the same with the same seed', async () => {
    const run = async (): Promise<unknown> => {
      const smsc = await startSmsc({ behaviour: 'rough', seed: 'rough', clock });
      smsc.setBehaviour({ ...PRESETS.rough, disconnect: 0, segmentsPerSecond: Infinity });
      const client = await bindClient(smsc.port, { responseMs: 60_000 });
      const sent = Array.from({ length: 600 }, (_, i) => client.text(`+3363998${1_000 + i}`, 'Hello'));
      await smsc.waitFor(600, 'submitted');
      clock.advance(600_000);
      const { refused, failed, expired, never, malformed } = smsc.counters;
      smsc.dropConnections();
      await Promise.all(sent);
      await client.close();
      await smsc.stop();
      return { refused, failed, expired, never, malformed };
    };
    const first = (await run()) as Record<string, unknown>;
    assert.deepEqual(await run(), first);
    assert.equal(Object.keys(first['refused'] as object).length, 3);
    for (const name of ['failed', 'expired', 'never', 'malformed']) assert.ok(Number(first[name]) > 0, name);
  });
});

it('an account that is unknown or has the wrong password is not let in', async () => {
  const smsc = await startSmsc({ accounts: { shop: 'secret' } });
  ends.push(() => smsc.stop());
  for (const [options, status] of [
    [{ systemId: 'thief' }, STATUSES.ESME_RINVSYSID.code],
    [{ password: 'wrong' }, STATUSES.ESME_RINVPASWD.code],
  ] as const) {
    const client = await bindClient(smsc.port, options);
    ends.push(() => client.close());
    const lost = client.events.find(({ state }) => state === 'lost');
    assert.ok(lost?.state === 'lost' && 'status' in lost.reason && lost.reason.status === status);
  }
  const client = await bindClient(smsc.port);
  ends.push(() => client.close());
  assert.equal(client.events.at(-1)?.state, 'bound');
});
