/** A run has a figure only when nothing was lost, doubled or left uncommitted. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { encodePdu } from '@smseal/smpp';
import { NEXT_NUMBER, startLoad } from '../../src/gateway/load.ts';
import { measureRun, type Bench } from '../../src/gateway/measure-run.ts';
import { startNeutralSmsc } from '../../src/gateway/neutral-smsc.ts';
import type { Side } from '../../src/gateway/side.ts';

const TEXTS = 40;

/** A gateway that hands over what it is told to; `numbersOf` says which texts leave for a request's number. */
async function madeUpSide(
  smscPort: number,
  { numbersOf = (number: string) => [number], uncommitted = 0, status = 202 } = {},
): Promise<Side> {
  const carrier = connect(smscPort, '127.0.0.1');
  await once(carrier, 'connect');
  carrier.resume();
  let accepted = 0;
  const server = createServer((request, response) => {
    const number = /\d+$/.exec(request.url ?? '')?.[0] ?? '';
    accepted++;
    for (const destinationAddr of numbersOf(number))
      carrier.write(encodePdu({ command: 'submit_sm', sourceAddr: 'ACME', destinationAddr }, accepted));
    response.writeHead(status, { 'content-length': 2 }).end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name: 'A made-up gateway',
    httpPort: (server.address() as AddressInfo).port,
    webhookSecret: null,
    beforeRun: () => Promise.resolve(),
    request: () => `GET /?4860${NEXT_NUMBER} HTTP/1.1\r\nhost: a\r\n\r\n`,
    committed: () => Promise.resolve(accepted === 0 ? 0 : accepted - uncommitted),
    async stop() {
      carrier.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a run of the gateway’s bench', () => {
  let bench: Bench;

  before(async () => {
    bench = { smsc: await startNeutralSmsc(), load: await startLoad() };
  });
  after(async () => {
    await bench?.load.stop();
    await bench?.smsc.stop();
  });

  async function run(how: NonNullable<Parameters<typeof madeUpSide>[1]> = {}) {
    const side = await madeUpSide(bench.smsc.port, how);
    const plan = { side, recipients: 1, connections: 4, ms: 60_000, most: TEXTS, lateMs: 2_000 };
    return measureRun(bench, plan).finally(() => void side.stop());
  }

  test('has a figure when every text arrived once', async () => {
    const { texts, perSecond, seen } = await run();
    assert.deepEqual([texts, seen.acknowledged, seen.distinct], [TEXTS, TEXTS, TEXTS]);
    assert.ok(perSecond > 0);
  });

  test('has none when a text was lost', async () => {
    const numbersOf = (number: string) => (number.endsWith('7') ? [] : [number]);
    await assert.rejects(run({ numbersOf }), /waited 2000 ms for 40 texts/);
  });

  test('has none when one text was sent twice in place of another', async () => {
    const numbersOf = (number: string) => [number.endsWith('7') ? number.replace(/7$/, '6') : number];
    await assert.rejects(run({ numbersOf }), /the carrier got .*"distinct":36/);
  });

  test('has none when a text was not committed', async () => {
    await assert.rejects(run({ uncommitted: 1 }), /accepted 40 texts and committed 39/);
  });

  test('has none when a request was refused', async () => {
    await assert.rejects(run({ status: 503 }), /refused requests: {"503":40} ok/);
  });
});
