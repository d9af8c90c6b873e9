import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { parseReceipt, type Receipt } from '@smseal/smpp';
import { hex } from './hex.ts';
import { boundSession, until } from './peer-of-ours.ts';
import { freePort, skipWithout, startPeer } from './peers/find-peer.ts';

const SCRIPT = path.join(import.meta.dirname, 'peers/net-smpp-server.pl');

test(
  '[SMPP-1] Perl’s Net::SMPP reads what is sent, and what it sends is read',
  skipWithout('/usr/share/perl5/Net/SMPP.pm'),
  async (t) => {
    const port = await freePort();
    const peer = startPeer(t, 'perl', [SCRIPT, String(port)]);
    await until(() => peer.output.includes('ready') || peer.exited || peer.failure !== null);
    const receipts: (Receipt | null)[] = [];
    const { session, events } = await boundSession(t, port, {
      onDeliver: async (pdu) => void receipts.push(parseReceipt(pdu)),
    });
    assert.equal(events.find((event) => event.state === 'bound')?.systemId, 'perl');
    const sent = await session.submit({
      sourceAddrTon: 5,
      sourceAddr: 'ACME',
      destAddrTon: 1,
      destAddrNpi: 1,
      destinationAddr: '48600000001',
      esmClass: 0x40,
      dataCoding: 8,
      registeredDelivery: 1,
      shortMessage: hex('0500032a0201 0105'),
      tlvs: { userMessageReference: 0x1234 },
    });
    assert.deepEqual(sent, { kind: 'accepted', messageId: 'p1', tlvs: {} });
    const refused = await session.submit({ sourceAddr: 'ACME', destinationAddr: '0' });
    assert.deepEqual(refused, { kind: 'refused', status: 0x0b, statusClass: 'permanent', tlvs: {} });
    const queried = await session.request({ command: 'query_sm', messageId: 'p1', sourceAddr: 'ACME' });
    assert.ok(queried.kind === 'answered' && queried.response.command === 'query_sm_resp');
    const { messageState, finalDate } = queried.response;
    assert.deepEqual([messageState, finalDate], [2, '261122100100000+']);
    await until(() => peer.output.includes('delivered|'));
    assert.deepEqual(
      [receipts[0]?.messageId, receipts[0]?.state, receipts[0]?.sniffed],
      ['p1', 'DELIVERED', false],
    );
    await session.close();
    await until(() => peer.exited);
    assert.deepEqual(peer.output.trim().split('\n').slice(1).sort(), [
      'delivered|1001|0',
      'submit|ACME|0|0|0||',
      'submit|ACME|48600000001|64|8|0500032a02010105|1234',
      'unbound',
    ]);
  },
);
