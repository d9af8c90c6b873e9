import { atLeast, told, type Extent, type Figure } from '../figure.ts';
import { durability, measureKannel, measureOurs, speedOf } from './measure-best.ts';
import { withBench } from './with-bench.ts';

const CONNECTIONS = 64;
const WINDOW = 1_000;
const UNIT = 'texts/s';

/** Requests of one recipient each, until the carrier has acknowledged every text. */
export function benchSingle(extent: Extent): Promise<Figure[]> {
  return withBench(async (bench) => {
    const plan = { recipients: 1, connections: CONNECTIONS, ...extent };
    const run = await measureOurs(bench, plan, { window: WINDOW });
    const none = await measureKannel(bench, plan, { store: 'none' });
    const spool = await measureKannel(bench, plan, { store: 'spool' });
    const single = { value: run.perSecond, unit: UNIT, note: durability(run) };
    return [
      atLeast({
        name: 'one recipient a request, beside spool',
        ...single,
        peer: speedOf(spool),
        peerName: 'Kannel spool',
        factor: 1.5,
      }),
      atLeast({
        name: 'one recipient a request, beside no store',
        ...single,
        peer: speedOf(none),
        peerName: 'Kannel no store',
        factor: 1,
      }),
      told({ name: 'its answer comes after, p50', value: run.load.p50, unit: 'ms' }),
      told({ name: 'its answer comes after, p99', value: run.load.p99, unit: 'ms' }),
    ];
  });
}
