import { randomBytes } from 'node:crypto';
import { atLeast, type Extent, type Figure } from '../figure.ts';
import { durability, measureKannel, measureOurs, speedOf } from './measure-best.ts';
import { startWebhookSink } from './webhook-sink.ts';
import { withBench } from './with-bench.ts';

const CONNECTIONS = 64;
const WINDOW = 200;
const SECRET_OCTETS = 32;

/** Requests of one recipient each, until a receipt of each text has come and a webhook has been told of it. */
export function benchReceipts(extent: Extent): Promise<Figure[]> {
  return withBench(async (bench) => {
    const sink = await startWebhookSink();
    try {
      const { port } = sink;
      const behaviour = { receipts: true };
      const plan = { recipients: 1, connections: CONNECTIONS, behaviour, sink, ...extent };
      const secret = randomBytes(SECRET_OCTETS).toString('base64');
      const run = await measureOurs(bench, plan, { window: WINDOW, webhook: { port, secret } });
      const kannel = await measureKannel(bench, plan, { store: 'none', sinkPort: port });
      return [
        atLeast({
          name: 'with receipt and signed webhook',
          value: run.perSecond,
          unit: 'texts/s',
          peer: speedOf(kannel),
          peerName: 'Kannel no store',
          factor: 2,
          note: `${durability(run)}; Kannel’s webhook is not signed`,
        }),
      ];
    } finally {
      await sink.stop();
    }
  });
}
