import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkEnd, Outcome, PduInput } from '@smseal/smpp';
import { ascii, frame } from './hex.ts';
import { boundSession, connectWire, startServer, until, type Wire } from './peer-of-ours.ts';

const BIND: PduInput = {
  command: 'bind_transceiver',
  systemId: 'acme',
  password: 'secret',
  interfaceVersion: 0x34,
};
const statuses = (wire: Wire) => wire.pdus.map((pdu) => [pdu.command, pdu.commandStatus, pdu.sequenceNumber]);

test('[SMPP-25] before the bind nothing is taken, and a second bind is refused', async (t) => {
  const { port } = await startServer(t);
  const wire = await connectWire(t, port);
  wire.write({ command: 'submit_sm' }, 1);
  wire.write({ command: 'enquire_link' }, 2);
  wire.write(BIND, 3);
  await until(() => wire.pdus.length === 3);
  wire.write(BIND, 4);
  wire.write({ command: 'submit_sm' }, 5);
  await until(() => wire.pdus.length === 5);
  assert.deepEqual(statuses(wire).sort(), [
    ['bind_transceiver_resp', 0, 3],
    ['bind_transceiver_resp', 5, 4],
    ['enquire_link_resp', 0, 2],
    ['submit_sm_resp', 0, 5],
    ['submit_sm_resp', 4, 1],
  ]);
});

test('[SMPP-25] two binds at once are one', async (t) => {
  const { port } = await startServer(t, {
    onBind: () => new Promise((resolve) => setTimeout(() => resolve(0), 20)),
  });
  const wire = await connectWire(t, port);
  wire.write(BIND, 1);
  wire.write(BIND, 2);
  await until(() => wire.pdus.length === 2);
  assert.deepEqual(statuses(wire), [
    ['bind_transceiver_resp', 5, 2],
    ['bind_transceiver_resp', 0, 1],
  ]);
});

test('[SMPP-25] a receiver may not send, and a refused client is told why', async (t) => {
  const { port } = await startServer(t, { onBind: ({ password }) => (password === 'secret' ? 0 : 0x0e) });
  const receiver = await connectWire(t, port);
  receiver.write({ ...BIND, command: 'bind_receiver' }, 1);
  await until(() => receiver.pdus.length === 1);
  receiver.write({ command: 'submit_sm' }, 2);
  receiver.write({ command: 'query_sm' }, 3);
  const stranger = await connectWire(t, port);
  stranger.write({ ...BIND, password: 'wrong' }, 1);
  await until(() => receiver.pdus.length === 3 && stranger.pdus.length === 1);
  assert.deepEqual(statuses(receiver).slice(1), [
    ['submit_sm_resp', 4, 2],
    ['query_sm_resp', 4, 3],
  ]);
  assert.deepEqual(statuses(stranger), [['bind_transceiver_resp', 0x0e, 1]]);
});

test('[SMPP-25] who never binds, and who falls silent, is let go', async (t) => {
  const ends: LinkEnd[] = [];
  const { port } = await startServer(t, { bindMs: 60, inactivityMs: 200, onEnd: (_, end) => ends.push(end) });
  const idle = await connectWire(t, port);
  const silent = await connectWire(t, port);
  silent.write(BIND, 1);
  await until(() => idle.closed && silent.closed);
  assert.deepEqual(ends, [{ code: 'never-bound' }, { code: 'inactive' }]);
});

test('[SMPP-18] malformed PDUs and wrong answers of a client are answered, and its messages are taken', async (t) => {
  const { port } = await startServer(t);
  const wire = await connectWire(t, port);
  wire.write(BIND, 1);
  await until(() => wire.pdus.length === 1);
  wire.socket.write(frame('00000004 00000000 00000002 00 00'));
  wire.socket.write(frame('0000dead 00000000 00000003'));
  wire.socket.write(frame('80000005 00000000 00000004 00'));
  wire.write({ command: 'submit_sm' }, 5);
  await until(() => wire.pdus.length === 4);
  assert.deepEqual(statuses(wire).slice(1), [
    ['submit_sm_resp', 2, 2],
    ['generic_nack', 3, 3],
    ['submit_sm_resp', 0, 5],
  ]);
});

test('[SMPP-19] a server whose handler fails or is busy says so', async (t) => {
  let asked = 0;
  const { port } = await startServer(t, {
    maxHandling: 1,
    onSubmit: () => (++asked === 1 ? Promise.reject(new Error('no disk')) : new Promise(() => {})),
  });
  const { session } = await boundSession(t, port);
  const failed = await session.submit({});
  assert.deepEqual([failed.kind, failed.kind === 'refused' && failed.status], ['refused', 0x08]);
  void session.submit({});
  const busy = await session.submit({});
  assert.deepEqual([busy.kind, busy.kind === 'refused' && busy.status], ['refused', 0x58]);
});

test('[SMPP-14] a server keeps its own window for what it sends', async (t) => {
  const outcomes: Outcome[] = [];
  const { port, server } = await startServer(t, {
    window: 3,
    onOutcome: (_, outcome) => outcomes.push(outcome),
    onRoom: (session) => fill(session),
  });
  let open = 0;
  let most = 0;
  await boundSession(t, port, {
    async onDeliver() {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open--;
    },
  });
  let sent = 0;
  const fill = (session: { send(content: object, token: number): boolean }) => {
    while (sent < 50 && session.send({ shortMessage: ascii(String(sent)) }, sent)) sent++;
  };
  for (const session of server.sessions) fill(session);
  await until(() => outcomes.length === 50);
  assert.equal(most, 3);
  assert.ok(outcomes.every(({ kind }) => kind === 'accepted'));
});

test('[SMPP-23] a server that closes unbinds its clients', async (t) => {
  const { port, server } = await startServer(t);
  const { events } = await boundSession(t, port);
  await server.close();
  await until(() => events.some(({ state }) => state === 'lost'));
  assert.deepEqual(events.find((event) => event.state === 'lost')?.reason, { code: 'peer-unbound' });
});

test('[SMPP-1] other requests reach the owner, who answers them', async (t) => {
  const { port } = await startServer(t, {
    onRequest: (pdu) =>
      pdu.command === 'query_sm'
        ? { command: 'query_sm_resp', messageId: pdu.messageId, messageState: 2 }
        : { command: 'generic_nack', commandStatus: 3 },
  });
  const { session } = await boundSession(t, port);
  const answer = await session.request({ command: 'query_sm', messageId: '7' });
  assert.ok(answer.kind === 'answered' && answer.response.command === 'query_sm_resp');
  assert.equal(answer.response.messageState, 2);
  const refused = await session.request({ command: 'cancel_sm', messageId: '7' });
  assert.ok(refused.kind === 'answered' && refused.response.command === 'generic_nack');
});
