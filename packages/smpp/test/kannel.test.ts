import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { formatReceipt, type PduOf, type ServerSession } from '@smseal/smpp';
import { startKannel } from '@smseal/testkit/kannel';
import { ascii } from './hex.ts';
import { openSession, startServer, until } from './peer-of-ours.ts';
import { freePort, skipWithout, startPeer } from './peers/find-peer.ts';

const DRIVE_SMPP = '/usr/lib/kannel/test/drive_smpp';
const BEARERBOX = '/usr/sbin/bearerbox';

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'kannel-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Takes connections and says nothing: what drive_smpp wants of a gateway beside SMPP. */
async function silentPort(t: TestContext): Promise<number> {
  const server = createServer((socket) => socket.resume().on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test(
  '[SMPP-19] Kannel’s drive_smpp as the carrier gets every message acknowledged and answers ours',
  skipWithout(DRIVE_SMPP),
  async (t) => {
    const dir = await folder(t);
    const [port, admin, smsbox] = [await freePort(), await freePort(), await silentPort(t)];
    const config = path.join(dir, 'drive.conf');
    await writeFile(
      config,
      `group = core\nadmin-port = ${admin}\nsmsbox-port = ${smsbox}\nadmin-password = bar\n
group = smsc\nsmsc = smpp\nhost = 127.0.0.1\nport = ${port}\nsystem-type = "VMA"\nsmsc-username = "foo"\nsmsc-password = "bar"\n
group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = ${await freePort()}\nglobal-sender = 123\n
group = sms-service\nkeyword = default\ntext = "x"\n`,
    );
    const peer = startPeer(t, DRIVE_SMPP, ['-v', '0', '-p', String(port), '-m', '25', '-c', config]);
    await until(() => peer.output.includes('accept_thread) maps') || peer.exited);
    const bind = { systemId: 'foo', password: 'bar', systemType: 'VMA' };
    const received: string[] = [];
    const transmitter = openSession(t, port, { bind: { ...bind, mode: 'transmitter' }, window: 5 });
    openSession(t, port, {
      bind: { ...bind, mode: 'receiver' },
      async onDeliver(pdu) {
        received.push(Buffer.from((pdu as PduOf<'deliver_sm'>).shortMessage).toString('latin1'));
      },
    });
    await until(() => transmitter.states().includes('bound') && received.length === 25);
    const texts = Array.from({ length: 25 }, (_, n) => n + 1);
    assert.deepEqual(received, texts.map(String));
    const outcomes = await Promise.all(
      texts.map((n) =>
        transmitter.session.submit({ sourceAddr: '1', destinationAddr: '2', shortMessage: ascii(String(n)) }),
      ),
    );
    assert.ok(outcomes.every(({ kind }) => kind === 'accepted'));
    await until(() => peer.output.includes('ESME has submitted all messages to SMSC.'));
    assert.ok(!/ERROR|PANIC|WARNING/.test(peer.output), peer.output);
  },
);

test(
  '[SMPP-25] a Kannel gateway binds to the server, sends through it and gets receipts',
  skipWithout(BEARERBOX),
  async (t) => {
    const submitted: PduOf<'submit_sm'>[] = [];
    const bound: ServerSession<number>[] = [];
    const { port } = await startServer(t, {
      onBind: (pdu) => (pdu.systemId === 'foo' && pdu.password === 'bar' ? 0 : 0x0e),
      onBound: (session) => bound.push(session),
      onSubmit: (pdu) => ({ command: 'submit_sm_resp', messageId: `id${submitted.push(pdu)}` }),
    });
    const gateway = await startKannel({ smscPort: port, window: 5, verbosity: 0 });
    t.after(() => gateway.stop());
    const url = new URL(
      `http://127.0.0.1:${gateway.httpPort}/cgi-bin/sendsms?username=u&password=p&from=ACME&dlr-mask=31`,
    );
    for (let n = 0; n < 20; n++) {
      url.searchParams.set('to', `+4860000000${n % 10}`);
      url.searchParams.set('text', `text ${n}`);
      url.searchParams.set('dlr-url', 'http://127.0.0.1:9/');
      assert.equal((await fetch(url)).status, 202);
    }
    await until(() => submitted.length === 20);
    assert.deepEqual(
      submitted.map(({ shortMessage }) => Buffer.from(shortMessage).toString('latin1')).sort(),
      Array.from({ length: 20 }, (_, n) => `text ${n}`).sort(),
    );
    assert.ok(submitted.every(({ registeredDelivery }) => (registeredDelivery & 1) === 1));
    const receipt = formatReceipt({ id: 'id1', state: 'DELIVERED', submittedAt: 0, doneAt: 0 });
    const outcome = await bound[0]?.deliver({
      esmClass: 4,
      sourceAddr: '1',
      destinationAddr: '2',
      shortMessage: ascii(receipt),
    });
    assert.equal(outcome?.kind, 'accepted');
    await until(() => gateway.output().includes('DLR[internal]: created DLR message'));
  },
);
