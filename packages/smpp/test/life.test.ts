import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { PduError, SmppSession, STATUSES } from '@smseal/smpp';
import { ascii } from './hex.ts';
import { boundSession, letIn, openSession, startServer, startWire, until } from './peer-of-ours.ts';
import { freePort, skipWithout } from './peers/find-peer.ts';

const TEXT = { sourceAddr: 'ACME', destinationAddr: '48600000001', shortMessage: ascii('hello') };

test('[SMPP-22] a refused bind is tried again, later each time, until it is let in', async (t) => {
  let asked = 0;
  const { port } = await startServer(t, {
    onBind: () => (++asked < 3 ? STATUSES.ESME_RINVPASWD.code : 0),
  });
  const { events } = await boundSession(t, port, { rebindMs: { least: 10, most: 1_000 } });
  const lost = events.filter((event) => event.state === 'lost');
  assert.deepEqual(
    lost.map(({ reason }) => reason),
    Array.from({ length: 2 }, () => ({ code: 'bind-refused', status: 0x0e })),
  );
  // Five times 10 ms, of which half is chance; then twice that.
  assert.ok(lost[0]!.retryMs >= 25 && lost[0]!.retryMs <= 50);
  assert.ok(lost[1]!.retryMs >= 50 && lost[1]!.retryMs <= 100);
});

test('[SMPP-22] nobody there, and nobody who answers, are told apart', async (t) => {
  const nobody = openSession(t, await freePort());
  const { port } = await startWire(t, () => {});
  const silent = openSession(t, port, { connectMs: 100 });
  await until(() => nobody.states().includes('lost') && silent.states().includes('lost'));
  const reasonOf = ({ events }: typeof nobody) => events.find((event) => event.state === 'lost')?.reason;
  assert.deepEqual(reasonOf(nobody), { code: 'connect-failed', detail: 'ECONNREFUSED' });
  assert.deepEqual(reasonOf(silent), { code: 'bind-timeout' });
});

test('[SMPP-23] closing waits for answers, sends nothing that waited, and unbinds', async (t) => {
  const { port, wires } = await startWire(t, (pdu, wire) => {
    if (letIn(pdu, wire)) return;
    if (pdu.command === 'unbind') wire.write({ command: 'unbind_resp' }, pdu.sequenceNumber);
    if (pdu.command === 'submit_sm')
      setTimeout(() => wire.write({ command: 'submit_sm_resp', messageId: 'x' }, pdu.sequenceNumber), 30);
  });
  const { session, states } = await boundSession(t, port, { window: 1 });
  const [first, second] = [session.submit(TEXT), session.submit(TEXT)];
  await session.close(5_000);
  assert.equal((await first).kind, 'accepted');
  assert.deepEqual(await second, { kind: 'not-sent', reason: 'closing' });
  assert.deepEqual(await session.submit(TEXT), { kind: 'not-sent', reason: 'closing' });
  assert.deepEqual(
    wires[0]?.pdus.map(({ command }) => command),
    ['bind_transceiver', 'submit_sm', 'unbind'],
  );
  assert.deepEqual(states(), ['connecting', 'bound', 'closed']);
});

test('[SMPP-23] closing lets handlers finish, and their answers go out before the unbind', async (t) => {
  const done: (() => void)[] = [];
  const { port, wires } = await startWire(t, (pdu, wire) => {
    if (!letIn(pdu, wire) && pdu.command === 'unbind')
      wire.write({ command: 'unbind_resp' }, pdu.sequenceNumber);
  });
  const { session } = await boundSession(t, port, {
    onDeliver: () => new Promise((resolve) => done.push(resolve)),
  });
  wires[0]?.write({ command: 'deliver_sm' }, 1);
  await until(() => done.length === 1);
  const closed = session.close(10_000);
  done[0]?.();
  await closed;
  await until(() => wires[0]?.closed === true);
  assert.deepEqual(
    wires[0]?.pdus.map(({ command }) => command),
    ['bind_transceiver', 'deliver_sm_resp', 'unbind'],
  );
});

test('[SMPP-23] a peer that answers nothing does not keep a session from closing', async (t) => {
  const { port } = await startWire(t, letIn);
  const { session, outcomes, states } = await boundSession(t, port);
  assert.ok(session.send(TEXT, 1));
  await session.close(50);
  assert.deepEqual(outcomes.get(1), [{ kind: 'in-doubt', reason: 'lost' }]);
  assert.equal(states().at(-1), 'closed');
});

test('[SMPP-23] a session that never was bound closes, and stays closed', async (t) => {
  const { port, wires } = await startWire(t, () => {});
  const { session, states } = openSession(t, port);
  await until(() => wires.length === 1);
  await session.close();
  session.open();
  await until(() => wires[0]?.closed === true);
  assert.deepEqual(states(), ['connecting', 'closed']);
});

test('[SMPP-24] the password is nowhere to be seen', async (t) => {
  const password = 'hunter22';
  const { port, server } = await startServer(t, { onBind: () => 0 });
  const { session, events } = await boundSession(t, port, {
    bind: { mode: 'transceiver', systemId: 'acme', password },
  });
  assert.ok(!inspect([...server.sessions], { depth: 9 }).includes(password));
  assert.ok(!inspect([session, events], { depth: 9 }).includes(password));
  assert.throws(
    () =>
      new SmppSession({
        host: '127.0.0.1',
        port,
        bind: { mode: 'transceiver', systemId: 'acme', password: 'much too long' },
        handlers: {},
      }),
    (error: unknown) => error instanceof PduError && !inspect(error, { depth: 9 }).includes('much too long'),
  );
});

test('[SMPP-15] a receiver sends nothing, and a transmitter is sent nothing', async (t) => {
  const { port, server } = await startServer(t);
  const bind = { systemId: 'acme', password: 'secret' };
  const receiver = await boundSession(t, port, { bind: { ...bind, mode: 'receiver' } });
  assert.deepEqual(await receiver.session.submit(TEXT), { kind: 'not-sent', reason: 'not-bound' });
  await boundSession(t, port, { bind: { ...bind, mode: 'transmitter' } });
  const transmitter = [...server.sessions].find(({ mode }) => mode === 'bind_transmitter');
  assert.deepEqual(await transmitter?.deliver(TEXT), { kind: 'not-sent', reason: 'not-bound' });
});

test('[SMPP-15] more than may wait is not sent', async (t) => {
  const { port } = await startWire(t, letIn);
  const { session } = await boundSession(t, port, { window: 1, maxWaiting: 2 });
  void session.submit(TEXT);
  const [, , third] = [session.submit(TEXT), session.submit(TEXT), session.submit(TEXT)];
  assert.deepEqual(await third, { kind: 'not-sent', reason: 'full' });
});

test('[SMPP-2] a message that cannot be written is refused at once and disturbs nothing', async (t) => {
  const { port } = await startServer(t);
  const { session, outcomes } = await boundSession(t, port);
  assert.throws(() => session.send({ ...TEXT, sourceAddr: 'x'.repeat(30) }, 1), PduError);
  await assert.rejects(session.submit({ ...TEXT, sourceAddr: 'x'.repeat(30) }), PduError);
  assert.equal((await session.submit(TEXT)).kind, 'accepted');
  assert.equal(outcomes.size, 0);
});

test(
  '[SMPP-15] the same goes over TLS, and a stranger’s certificate is refused',
  skipWithout('/usr/bin/openssl'),
  async (t) => {
    const dir = await mkdtemp(path.join(tmpdir(), 'smpp-tls-'));
    t.after(() => rm(dir, { recursive: true, force: true }));
    const [keyFile, certFile] = [path.join(dir, 'key.pem'), path.join(dir, 'cert.pem')];
    execFileSync(
      '/usr/bin/openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
        .concat(['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'])
        .concat(['-keyout', keyFile, '-out', certFile]),
      { stdio: 'ignore' },
    );
    const [key, cert] = [await readFile(keyFile), await readFile(certFile)];
    const { port } = await startServer(t, { tls: { key, cert } });
    const { session } = await boundSession(t, port, { tls: { ca: cert, servername: 'localhost' } });
    assert.equal((await session.submit(TEXT)).kind, 'accepted');
    const stranger = openSession(t, port, { tls: true, host: 'localhost' });
    await until(() => stranger.states().includes('lost'));
    assert.deepEqual(stranger.events.find((event) => event.state === 'lost')?.reason, {
      code: 'connect-failed',
      detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  },
);
