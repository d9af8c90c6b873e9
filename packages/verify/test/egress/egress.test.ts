/** Whom the programs reach for, where nobody but them is in the network, and where there can be no such network. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { INVENTORY } from '@smseal/inventory';
import {
  faultsOfDay,
  inNamespace,
  namespace,
  once,
  rehearseDay,
  runProbes,
  whyNoNamespace,
  type RehearsedDay,
} from '../../src/index.ts';

const RELEASE = new URL('../../../../', import.meta.url).pathname;
const REACHING = fileURLToPath(new URL('reach-for-somebody.ts', import.meta.url));
const why = await whyNoNamespace();
const APART = { skip: why ?? false };

test(
  'what is reached for is seen with address and port, however brief it was and whatever way it took',
  APART,
  () => {
    const [program, ...rest] = inNamespace([process.execPath, REACHING]);
    const seen = JSON.parse(execFileSync(program, rest, { encoding: 'utf8' })) as RehearsedDay['reached'];
    assert.deepEqual(
      new Set(seen.map(({ how, address, port, name }) => `${how} ${address} ${port} ${name ?? ''}`.trim())),
      new Set([
        'tcp 192.0.2.7 443',
        'tcp 2001:db8::7 8443',
        'tcp 127.0.0.1 9999',
        'udp 203.0.113.5 4000',
        'udp 127.0.0.53 53 metrics.example',
      ]),
    );
  },
);

test(
  'a day of this release with its phone and gateway is as listed, where it has a network of its own',
  APART,
  async () => {
    const results = await runProbes({ rehearsal: once(() => rehearseDay(RELEASE)) });
    const network = results.find(({ probe }) => probe === 'egress/namespace');
    assert.match(network?.evidence ?? '', /reached for 7 that are listed and nobody else, in \d+ attempts/);
    assert.deepEqual(
      results.filter(({ result }) => result !== 'green'),
      [],
    );
  },
);

test('where there can be no such network, that is told, and sockets are looked at', async (t) => {
  const { PATH } = process.env;
  t.after(() => (process.env['PATH'] = PATH));
  process.env['PATH'] = '/nowhere';
  const { result, evidence } = namespace(await rehearseDay(RELEASE));
  assert.equal(result, 'green', evidence);
  assert.match(
    evidence,
    /were seen to reach for \(not tried in a namespace: there is no unshare on this machine\)/,
  );
});

/** A day on which everything was as it is listed. */
const PEERS = {
  'gateway/server': [7070],
  'server/database': [5432],
  'server/notices': [7080],
  'gateway/carrier': [2775],
  'phone/server': [7071],
  'phone/provider': [7090],
};
const tcp = (address: string, port: number) => ({ how: 'tcp', address, port, from: 40_000 });
const AS_LISTED = Object.values(PEERS)
  .flat()
  .map((port) => tcp('127.0.0.1', port));

test('who is reached for and not listed is named, and who is listed and not reached for', () => {
  const faults = (day: Partial<RehearsedDay>) =>
    faultsOfDay({ peers: PEERS, reached: AS_LISTED, whyNotApart: null, ...day }, INVENTORY);
  assert.deepEqual(faults({}), []);
  assert.deepEqual(faults({ reached: [...AS_LISTED, tcp('198.51.100.9', 443), tcp('::1', 9)] }), [
    'something reaches for 198.51.100.9:443 (tcp)',
    'something reaches for [::1]:9 (tcp)',
  ]);
  const question = { ...tcp('127.0.0.53', 53), how: 'udp', name: 'metrics.example' };
  assert.deepEqual(faults({ reached: [...AS_LISTED, question, question] }), [
    'something reaches for 127.0.0.53:53 (udp, asking for metrics.example)',
  ]);
  assert.deepEqual(faults({ reached: AS_LISTED.filter(({ port }) => port !== 2775 && port !== 7080) }), [
    'server/notices is listed and was not seen',
    'gateway/carrier is listed and was not seen',
  ]);
  assert.deepEqual(faults({ reached: [], whyNotApart: 'it is not allowed' }), []);
  assert.deepEqual(faults({ peers: { ...PEERS, 'server/somebody': [7080] } }), [
    'server/somebody is not listed',
  ]);
});
