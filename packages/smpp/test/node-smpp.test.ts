import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReceipt, type Outcome, type ServerSession } from '@smseal/smpp';
import { ascii, frame } from './hex.ts';
import { boundSession, startServer, until } from './peer-of-ours.ts';
import type { NodeSmppPdu } from 'smpp';
import { bindNodeSmpp, startNodeSmpp } from './peers/node-smpp.ts';

const TEXT = { sourceAddr: 'ACME', destinationAddr: '48600000001', shortMessage: ascii('hello') };
const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind);

test('[SMPP-14] node-smpp takes a thousand messages through a window of ten', async (t) => {
  const texts: string[] = [];
  const { port } = await startNodeSmpp(t, (pdu, session) => {
    texts.push(pdu.short_message?.message ?? '');
    session.send(pdu.response({ message_id: `n${texts.length}` }));
  });
  const { session } = await boundSession(t, port, { window: 10 });
  const outcomes = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) => session.submit({ ...TEXT, shortMessage: ascii(`text ${n}`) })),
  );
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.messageId : outcome.kind)),
    outcomes.map((_, n) => `n${n + 1}`),
  );
  assert.deepEqual(
    texts,
    outcomes.map((_, n) => `text ${n}`),
  );
});

test('[SMPP-21] a throttling node-smpp is sent less, and in the end gets everything that the owner sends again', async (t) => {
  let taken = 0;
  let refused = 0;
  let inTheLast100Ms = 0;
  const timer = setInterval(() => (inTheLast100Ms = 0), 100);
  t.after(() => clearInterval(timer));
  const { port } = await startNodeSmpp(t, (pdu, session) => {
    const full = ++inTheLast100Ms > 20;
    if (full) refused++;
    else taken++;
    session.send(pdu.response(full ? { command_status: 0x58 } : { message_id: 'x' }));
  });
  const { session } = await boundSession(t, port, { window: 10 });
  let again = 0;
  await Promise.all(
    Array.from({ length: 80 }, async () => {
      for (;;) {
        const outcome = await session.submit(TEXT);
        if (outcome.kind === 'accepted') return;
        assert.ok(outcome.kind === 'refused' && outcome.statusClass === 'slow-down');
        again++;
      }
    }),
  );
  assert.equal(taken, 80);
  assert.equal(again, refused);
  assert.ok(refused < 80, `${refused} were refused`);
});

test('[SMPP-16] a node-smpp that never answers leaves nothing without an outcome', async (t) => {
  const { port } = await startNodeSmpp(t, () => {});
  const { session, outcomes } = await boundSession(t, port, { window: 1_000, responseMs: 200 });
  for (let n = 0; n < 1_000; n++) assert.ok(session.send(TEXT, n));
  await until(() => outcomes.size === 1_000);
  for (const all of outcomes.values()) assert.deepEqual(all, [{ kind: 'in-doubt', reason: 'timeout' }]);
  assert.equal(session.capacity(), 1_000);
});

test('[SMPP-15] a node-smpp that goes away in the midst leaves each message one outcome, and gets the rest when it is back', async (t) => {
  let seen = 0;
  const { port } = await startNodeSmpp(t, (pdu, session) => {
    if (++seen === 30) session.destroy();
    else session.send(pdu.response({ message_id: String(seen) }));
  });
  const { session, states } = await boundSession(t, port, { window: 10 });
  const first = await Promise.all(Array.from({ length: 60 }, () => session.submit(TEXT)));
  assert.equal(first.filter(({ kind }) => kind === 'accepted').length, 29);
  assert.ok(first.some(({ kind }) => kind === 'in-doubt'));
  assert.ok(first.filter(({ kind }) => kind === 'in-doubt').length <= 10);
  assert.ok(first.some(({ kind }) => kind === 'not-sent'));
  await until(() => states().filter((state) => state === 'bound').length === 2);
  const rest = await Promise.all(Array.from({ length: 20 }, () => session.submit(TEXT)));
  assert.deepEqual(
    kinds(rest),
    kinds(rest).map(() => 'accepted'),
  );
});

test('[SMPP-18] malformed PDUs between those of node-smpp do not disturb them', async (t) => {
  const nacks: NodeSmppPdu[] = [];
  const { port, sessions } = await startNodeSmpp(t, (pdu, session) => {
    session.socket.write(frame('00000005 00000000 00000501 00 01'));
    session.send(pdu.response({ message_id: 'x' }));
    session.socket.write(
      frame('00000005 00000000 00000502 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ff 41'),
    );
  });
  const { session, states } = await boundSession(t, port);
  sessions[0]?.on('deliver_sm_resp', (pdu) => nacks.push(pdu));
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => session.submit(TEXT)));
  assert.deepEqual(
    kinds(outcomes),
    kinds(outcomes).map(() => 'accepted'),
  );
  await until(() => nacks.length === 200);
  assert.deepEqual([...new Set(nacks.map((pdu) => pdu.command_status))].sort(), [1, 2]);
  assert.deepEqual(states(), ['connecting', 'bound']);
});

test('[SMPP-19] node-smpp hears of its messages when they are taken, and tries again what could not be', async (t) => {
  const { port, sessions } = await startNodeSmpp(t, () => {});
  let fail = true;
  const receipts: unknown[] = [];
  await boundSession(t, port, {
    async onDeliver(pdu) {
      if (fail) throw new Error('the store is full');
      receipts.push(parseReceipt(pdu)?.state);
    },
  });
  const deliver = () =>
    new Promise<number>((resolve) =>
      sessions[0]?.deliver_sm(
        { esm_class: 4, short_message: 'id:1 stat:DELIVRD err:000' },
        ({ command_status }) => resolve(command_status),
      ),
    );
  assert.equal(await deliver(), 0x64);
  fail = false;
  assert.equal(await deliver(), 0);
  assert.deepEqual(receipts, ['DELIVERED']);
});

test('[SMPP-25] node-smpp as the client binds to the server, sends and is sent to', async (t) => {
  let bound: ServerSession<number> | null = null;
  const { port } = await startServer(t, { onBound: (session) => (bound = session) });
  const client = await bindNodeSmpp(t, port);
  const messages: string[] = [];
  client.on('deliver_sm', (pdu) => {
    messages.push(pdu.short_message?.message ?? '');
    client.send(pdu.response());
  });
  const ids: (string | undefined)[] = [];
  for (let n = 0; n < 50; n++)
    client.submit_sm({ source_addr: 'A', destination_addr: '48', short_message: 'x' }, ({ message_id }) =>
      ids.push(message_id),
    );
  await until(() => ids.length === 50 && bound !== null);
  assert.deepEqual(
    ids,
    ids.map((_, n) => String(n + 1)),
  );
  const session = bound as unknown as ServerSession<number>;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      session.deliver({ sourceAddr: '48', shortMessage: ascii(`mo ${n}`) }),
    ),
  );
  assert.deepEqual(
    kinds(outcomes),
    kinds(outcomes).map(() => 'accepted'),
  );
  assert.equal(messages.length, 50);
  const left = await new Promise<NodeSmppPdu>((resolve) => client.unbind(resolve));
  assert.equal(left.command, 'unbind_resp');
});
