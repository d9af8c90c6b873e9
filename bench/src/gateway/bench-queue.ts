import { setTimeout as sleep } from 'node:timers/promises';
import { noMore, type Extent, type Figure } from '../figure.ts';
import { memoryOf } from '../process-memory.ts';
import { hasKannel, startKannel } from './kannel-side.ts';
import type { Bench } from './measure-run.ts';
import { startOurs } from './our-side.ts';
import type { Side } from './side.ts';
import { withBench } from './with-bench.ts';

const RECIPIENTS = 100;
const CONNECTIONS = 16;
const WINDOW = 200;
/** Texts that wait at the first and at the second look. */
const FEW = 50_000;
const MANY = 200_000;
const QUICK = 20;
/** Memory is looked at when what was made while texts came in has been let go. */
const SETTLE_MS = 8_000;
const LONG_MS = 600_000;
/** A ninth of what the peer took on two quiet cores: no text that waits is in memory, only what knows of it. */
const MOST_OCTETS = 100;

/** A carrier that takes nothing: what each further text that waits costs the gateway's memory. */
export function benchQueue({ quick, ours, profiles }: Extent): Promise<Figure[]> {
  const [few, many] = quick ? [FEW / QUICK, MANY / QUICK] : [FEW, MANY];
  return withBench(async (bench) => {
    const side = await startOurs({ smscPort: bench.smsc.port, window: WINDOW, profiles });
    const gateway = side.system.pidOf('gateway') ?? 0;
    const octets = await growth(bench, { side, pids: [gateway], few, many });
    const kannel = ours || !hasKannel() ? Number.NaN : await kannelGrowth(bench, { few, many });
    return [
      noMore({
        name: 'gateway memory of a text that waits',
        value: octets,
        unit: 'B',
        most: MOST_OCTETS,
        peer: kannel,
        peerName: 'Kannel no store',
        note: `growth of the resident set from ${few.toLocaleString('en')} to ${many.toLocaleString('en')} texts, all of them committed`,
      }),
    ];
  });
}

async function kannelGrowth(bench: Bench, counts: { few: number; many: number }): Promise<number> {
  const side = await startKannel({ smscPort: bench.smsc.port, store: 'none' });
  return growth(bench, { side, pids: side.pids, ...counts });
}

interface Growing {
  side: Side;
  pids: readonly number[];
  few: number;
  many: number;
}

/** Ends the side. @returns octets of memory for each text beyond the first few. */
async function growth(bench: Bench, growing: Growing): Promise<number> {
  try {
    return await growthOf(bench, growing);
  } finally {
    await growing.side.stop();
  }
}

async function growthOf({ smsc, load }: Bench, { side, pids, few, many }: Growing): Promise<number> {
  await smsc.begin({ refuses: true });
  const queue = async (texts: number, firstNumber: number): Promise<number> => {
    const { accepted } = await load.run({
      port: side.httpPort,
      request: side.request(RECIPIENTS),
      connections: CONNECTIONS,
      ms: LONG_MS,
      most: texts / RECIPIENTS,
      firstNumber,
    });
    if (accepted * RECIPIENTS !== texts) throw new Error(`${side.name} accepted ${accepted} requests`);
    await sleep(SETTLE_MS);
    const parts = await Promise.all(pids.map((pid) => memoryOf(pid, 'VmRSS')));
    return parts.reduce((sum, part) => sum + part, 0);
  };
  const before = await queue(few, 0);
  const after = await queue(many - few, few);
  const { acknowledged } = await smsc.seen();
  const committed = await side.committed();
  if (acknowledged > 0 || (committed !== null && committed !== many))
    throw new Error(`of ${many} texts ${acknowledged} left and ${committed} were committed`);
  return (after - before) / (many - few);
}
