import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { PduInput } from '@smseal/smpp';
import { ascii } from './hex.ts';
import { boundSession, letIn, startServer, startWire, until } from './peer-of-ours.ts';

const DELIVER = { command: 'deliver_sm', sourceAddr: '48', shortMessage: ascii('hi') } as const;

test('[SMPP-19] a message is acknowledged when the handler is done, in whatever order', async (t) => {
  const done: (() => void)[] = [];
  const { port, wires } = await startWire(t, letIn);
  await boundSession(t, port, { onDeliver: () => new Promise((resolve) => done.push(resolve)) });
  const wire = wires[0]!;
  for (let n = 1; n <= 3; n++) wire.write(DELIVER, n);
  wire.write({ command: 'data_sm', sourceAddr: '48' }, 4);
  await until(() => done.length === 4);
  assert.equal(wire.all('deliver_sm_resp').length, 0);
  for (const finish of done.reverse()) finish();
  await until(() => wire.all('deliver_sm_resp').length === 3 && wire.all('data_sm_resp').length === 1);
  assert.deepEqual(
    wire.all('deliver_sm_resp').map((pdu) => [pdu.sequenceNumber, pdu.commandStatus]),
    [
      [3, 0],
      [2, 0],
      [1, 0],
    ],
  );
});

test('[SMPP-19] more than can be handled, and what takes too long, is to be tried again', async (t) => {
  const { port, wires } = await startWire(t, letIn);
  await boundSession(t, port, { maxHandling: 2, handlingMs: 200, onDeliver: () => new Promise(() => {}) });
  const wire = wires[0]!;
  for (let n = 1; n <= 3; n++) wire.write(DELIVER, n);
  await until(() => wire.all('deliver_sm_resp').length === 3);
  const answers = wire.all('deliver_sm_resp').map((pdu) => [pdu.sequenceNumber, pdu.commandStatus]);
  assert.deepEqual(answers, [
    [3, 0x64],
    [1, 0x64],
    [2, 0x64],
  ]);
});

test('[SMPP-19] without a handler nothing is acknowledged', async (t) => {
  const { port, wires } = await startWire(t, letIn);
  await boundSession(t, port);
  wires[0]?.write(DELIVER, 1);
  await until(() => wires[0]?.all('deliver_sm_resp').length === 1);
  assert.equal(wires[0]?.all('deliver_sm_resp')[0]?.commandStatus, 0x64);
});

test('[SMPP-19] what comes for a link that is gone is answered nowhere', async (t) => {
  const done: (() => void)[] = [];
  const { port, wires } = await startWire(t, letIn);
  const { states } = await boundSession(t, port, {
    onDeliver: () => new Promise((resolve) => done.push(resolve)),
  });
  wires[0]?.write(DELIVER, 1);
  await until(() => done.length === 1);
  wires[0]?.socket.destroy();
  await until(() => states().filter((state) => state === 'bound').length === 2);
  done[0]?.();
  wires[1]?.write({ command: 'enquire_link' }, 7);
  await until(() => wires[1]?.all('enquire_link_resp').length === 1);
  assert.equal(wires[1]?.all('deliver_sm_resp').length, 0);
});

test('[SMPP-18] an error of a callback surfaces as uncaught and does not stop the link', async (t) => {
  const { port } = await startServer(t);
  const { session, outcomes } = await boundSession(t, port, {
    window: 4,
    onOutcome(token) {
      if (token === 1) throw new Error('the owner’s mistake');
    },
  });
  // The test runner listens too, and would take the error for the test's.
  const runner = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  t.after(() => runner.forEach((listener) => process.on('uncaughtException', listener)));
  const uncaught = once(process, 'uncaughtException');
  for (let n = 0; n < 4; n++) assert.ok(session.send({ sourceAddr: 'A' }, n));
  assert.equal(((await uncaught)[0] as Error).message, 'the owner’s mistake');
  await until(() => outcomes.size === 4);
  assert.equal((await session.submit({ sourceAddr: 'A' })).kind, 'accepted');
});

test('[SMPP-18] what a client is not asked for is answered with generic_nack', async (t) => {
  const { port, wires } = await startWire(t, letIn);
  await boundSession(t, port);
  const wire = wires[0]!;
  const asked: PduInput[] = [{ command: 'submit_sm' }, { command: 'bind_receiver' }, { command: 'query_sm' }];
  for (const [index, pdu] of asked.entries()) wire.write(pdu, index + 1);
  // These two have no response.
  wire.write({ command: 'alert_notification' }, 8);
  wire.write({ command: 'outbind' }, 9);
  wire.write({ command: 'enquire_link' }, 10);
  await until(() => wire.all('enquire_link_resp').length === 1);
  assert.deepEqual(
    wire.all('generic_nack').map((pdu) => [pdu.sequenceNumber, pdu.commandStatus]),
    [
      [1, 3],
      [2, 3],
      [3, 3],
    ],
  );
});
