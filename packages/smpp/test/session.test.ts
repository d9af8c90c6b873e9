import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_PDU_OCTETS, STATUSES, type Pdu } from '@smseal/smpp';
import { ascii, frame, hex } from './hex.ts';
import {
  boundSession,
  letIn,
  openSession,
  startServer,
  startWire,
  until,
  type Wire,
} from './peer-of-ours.ts';

const TEXT = { sourceAddr: 'ACME', destinationAddr: '48600000001', shortMessage: ascii('hello') };

const answer = (pdu: Pdu, wire: Wire) =>
  wire.write({ command: 'submit_sm_resp', messageId: `m${pdu.sequenceNumber}` }, pdu.sequenceNumber);

test('[SMPP-15] a message that the carrier took has the carrier’s id', async (t) => {
  const { port } = await startServer(t);
  const { session, events } = await boundSession(t, port);
  assert.deepEqual(events[1], { state: 'bound', systemId: 'smsc', interfaceVersion: 0x34 });
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => session.submit(TEXT)));
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.messageId : outcome.kind)),
    Array.from({ length: 50 }, (_, n) => String(n + 1)),
  );
});

test('[SMPP-15] a refusal has its status and what to do about it', async (t) => {
  const { port } = await startServer(t, {
    onSubmit: () => ({ command: 'submit_sm_resp', commandStatus: STATUSES.ESME_RINVDSTADR.code }),
  });
  const { session } = await boundSession(t, port);
  assert.deepEqual(await session.submit(TEXT), {
    kind: 'refused',
    status: 0x0b,
    statusClass: 'permanent',
    tlvs: {},
  });
});

test('[SMPP-15] a message for which nobody is bound is not sent', async (t) => {
  const { port } = await startServer(t);
  const { session } = openSession(t, port);
  assert.equal(session.send(TEXT, 1), false);
  assert.deepEqual(await session.submit(TEXT), { kind: 'not-sent', reason: 'not-bound' });
});

test('[SMPP-14] the window is never exceeded, and whoever was refused hears of room', async (t) => {
  let most = 0;
  let open = 0;
  const { port } = await startServer(t, {
    onSubmit: async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      return { command: 'submit_sm_resp', messageId: 'x' };
    },
  });
  let sent = 0;
  const { session, outcomes } = await boundSession(t, port, { window: 7, onRoom: fill });
  function fill(): void {
    while (sent < 100 && session.send(TEXT, sent)) sent++;
  }
  assert.equal(session.capacity(), 7);
  fill();
  assert.equal(session.capacity(), 0);
  await until(() => outcomes.size === 100);
  assert.equal(most, 7);
  assert.ok([...outcomes.values()].every((all) => all.length === 1 && all[0]?.kind === 'accepted'));
});
test('[SMPP-15] when the link breaks, what was written is in doubt, what was not is not sent, and nothing is sent again', async (t) => {
  let seen = 0;
  const { port, wires } = await startWire(t, (pdu, wire) => {
    if (letIn(pdu, wire) || pdu.command !== 'submit_sm') return;
    if (++seen <= 3) answer(pdu, wire);
    if (seen === 10) wire.socket.destroy();
  });
  const { session, outcomes, states } = await boundSession(t, port, { window: 10 });
  for (let n = 0; n < 10; n++) assert.ok(session.send(TEXT, n));
  const waiting = [session.submit(TEXT), session.submit(TEXT), session.submit(TEXT), session.submit(TEXT)];
  await until(() => states().filter((state) => state === 'bound').length === 2);
  const kinds = [...outcomes.values()].map((all) => all.map(({ kind }) => kind).join());
  assert.deepEqual(kinds.slice(0, 3), ['accepted', 'accepted', 'accepted']);
  assert.deepEqual(kinds.slice(3), Array(7).fill('in-doubt'));
  const late = await Promise.all(waiting);
  // Three answers made room for three of these.
  assert.ok(late.every(({ kind }) => kind === 'in-doubt' || kind === 'not-sent'));
  assert.deepEqual(late.at(-1), { kind: 'not-sent', reason: 'lost' });
  assert.equal(wires[1]?.all('submit_sm').length, 0);
});

test('[SMPP-16] a request without an answer is in doubt and leaves the window; a late answer changes nothing', async (t) => {
  const late: Pdu[] = [];
  const { port, wires } = await startWire(t, (pdu, wire) => {
    if (letIn(pdu, wire) || pdu.command !== 'submit_sm') return;
    if (late.length < 4) late.push(pdu);
    else answer(pdu, wire);
  });
  const { session, outcomes } = await boundSession(t, port, { window: 4, responseMs: 300 });
  for (let n = 0; n < 4; n++) assert.ok(session.send(TEXT, n));
  assert.equal(session.send(TEXT, 99), false);
  await until(() => outcomes.size === 4);
  for (const all of outcomes.values()) assert.deepEqual(all, [{ kind: 'in-doubt', reason: 'timeout' }]);
  for (const pdu of late) answer(pdu, wires[0]!);
  assert.equal((await session.submit(TEXT)).kind, 'accepted');
  assert.equal([...outcomes.values()].flat().length, 4);
});

test('[SMPP-17] a silent peer is asked, and given up when it does not answer', async (t) => {
  const { port, wires } = await startWire(t, letIn);
  const { session, events, outcomes } = await boundSession(t, port, { enquireMs: 40, missedLimit: 2 });
  assert.ok(session.send(TEXT, 1));
  await until(() => events.some(({ state }) => state === 'lost'));
  const lost = events.find((event) => event.state === 'lost');
  assert.deepEqual(lost?.reason, { code: 'silent' });
  assert.equal(wires[0]?.all('enquire_link').length, 2);
  assert.deepEqual(outcomes.get(1), [{ kind: 'in-doubt', reason: 'lost' }]);
});

test('[SMPP-17] a peer that answers enquire_link is kept, and its own is answered', async (t) => {
  const { port, wires } = await startWire(t, (pdu, wire) => {
    if (letIn(pdu, wire)) return;
    if (pdu.command === 'enquire_link') wire.write({ command: 'enquire_link_resp' }, pdu.sequenceNumber);
  });
  const { states } = await boundSession(t, port, { enquireMs: 100, missedLimit: 5 });
  await until(() => (wires[0]?.all('enquire_link').length ?? 0) >= 3);
  wires[0]?.write({ command: 'enquire_link' }, 0x7fffffff);
  await until(() => wires[0]?.all('enquire_link_resp').length === 1);
  assert.equal(wires[0]?.all('enquire_link_resp')[0]?.sequenceNumber, 0x7fffffff);
  assert.deepEqual(states(), ['connecting', 'bound']);
});

test('[SMPP-17] a peer that unbinds is answered, and bound again', async (t) => {
  const { port, wires } = await startWire(t, letIn);
  const { events, states } = await boundSession(t, port);
  wires[0]?.write({ command: 'unbind' }, 9);
  await until(() => states().filter((state) => state === 'bound').length === 2);
  assert.equal(wires[0]?.all('unbind_resp').length, 1);
  assert.deepEqual(events.find((event) => event.state === 'lost')?.reason, { code: 'peer-unbound' });
});

test('[SMPP-18] malformed PDUs in the midst of traffic are answered, and traffic goes on', async (t) => {
  const { port, wires } = await startWire(t, (pdu, wire) => {
    if (letIn(pdu, wire)) return;
    if (pdu.command !== 'submit_sm') return;
    // A cut-off deliver_sm, an unknown command, an unknown response, and a response to nothing.
    wire.socket.write(frame('00000005 00000000 00000501 00 01'));
    wire.socket.write(frame('00000099 00000000 00000502 0102'));
    wire.socket.write(frame('80000099 00000000 00000503 0102'));
    wire.socket.write(frame('80000004 00000000 7fffffff 3900'));
    answer(pdu, wire);
  });
  const { session, states } = await boundSession(t, port);
  for (let n = 0; n < 5; n++) assert.equal((await session.submit(TEXT)).kind, 'accepted');
  await until(() => wires[0]?.all('generic_nack').length === 5);
  assert.ok(
    wires[0]?.all('deliver_sm_resp').every((pdu) => pdu.commandStatus === 2 && pdu.sequenceNumber === 0x501),
  );
  assert.ok(
    wires[0]?.all('generic_nack').every((pdu) => pdu.commandStatus === 3 && pdu.sequenceNumber === 0x502),
  );
  assert.equal(wires[0]?.all('deliver_sm_resp').length, 5);
  assert.deepEqual(states(), ['connecting', 'bound']);
});

test('[SMPP-18] an unreadable response leaves its message in doubt', async (t) => {
  const { port } = await startWire(t, (pdu, wire) => {
    if (letIn(pdu, wire) || pdu.command !== 'submit_sm') return;
    const response = frame(`80000004 00000000 00000000 ${'39'.repeat(300)}`);
    response.writeUInt32BE(pdu.sequenceNumber, 12);
    wire.socket.write(response);
  });
  const { session } = await boundSession(t, port);
  assert.deepEqual(await session.submit(TEXT), { kind: 'in-doubt', reason: 'malformed' });
});

test('[SMPP-18] an unusable length is answered with generic_nack and ends the link', async (t) => {
  for (const length of [0, 15, MAX_PDU_OCTETS + 1, 0xffffffff]) {
    const { port, wires } = await startWire(t, letIn);
    const { events, states } = await boundSession(t, port);
    const bad = hex('00000000 00000005 00000000 00000007');
    bad.writeUInt32BE(length);
    wires[0]?.socket.write(bad);
    await until(() => wires[0]?.closed === true);
    assert.deepEqual(
      wires[0]?.all('generic_nack').map((pdu) => [pdu.commandStatus, pdu.sequenceNumber]),
      [[2, 7]],
    );
    assert.deepEqual(events.find((event) => event.state === 'lost')?.reason, { code: 'unusable-length' });
    await until(() => states().filter((state) => state === 'bound').length === 2);
  }
});
