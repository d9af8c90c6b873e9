import { setTimeout as sleep } from 'node:timers/promises';
import { hasKannel } from '@smseal/testkit/kannel';
import { noMore, type Extent, type Figure } from '../figure.ts';
import { memoryOf } from '../process-memory.ts';
import { startKannelSide } from './kannel-side.ts';
import type { Bench } from './measure-run.ts';
import { startOurs } from './our-side.ts';
import type { Side } from './side.ts';
import { until } from './until.ts';
import { withBench } from './with-bench.ts';

const RECIPIENTS = 100;
const CONNECTIONS = 16;
const WINDOW = 200;
/** Texts that wait at the first and at the second look. */
const FEW = 50_000;
const MANY = 200_000;
/** Texts of ours that leave before: a heap grows to the size that its garbage needs, which is not what a text costs. */
const WARM_UP = 150_000;
const QUICK = 20;
/** Memory is looked at when what was made while texts came in has been let go. */
const SETTLE_MS = 8_000;
const LONG_MS = 600_000;
/** No text that waits beyond the leases is in memory; what a heap keeps of its garbage moves by some tens of megabytes. */
const MOST_OCTETS = 300;

/** A carrier that takes nothing: what each further text that waits costs the gateway's memory. */
export function benchQueue({ quick, ours, profiles }: Extent): Promise<Figure[]> {
  const part = quick ? QUICK : 1;
  const texts = { few: FEW / part, many: MANY / part };
  return withBench(async (bench) => {
    const side = await startOurs({ smscPort: bench.smsc.port, window: WINDOW, profiles });
    const gateway = side.system.pidOf('gateway') ?? 0;
    const octets = await growth(bench, { side, pids: [gateway], warmUp: WARM_UP / part, ...texts });
    const kannel = ours || !hasKannel() ? Number.NaN : await kannelGrowth(bench, texts);
    return [
      noMore({
        name: 'gateway memory of a text that waits',
        value: octets,
        unit: 'B',
        most: MOST_OCTETS,
        peer: kannel,
        peerName: 'Kannel no store',
        note: `growth of the resident set from ${texts.few.toLocaleString('en')} to ${texts.many.toLocaleString('en')} texts, all of them committed`,
      }),
    ];
  });
}

async function kannelGrowth(bench: Bench, texts: Texts): Promise<number> {
  const side = await startKannelSide({ smscPort: bench.smsc.port, store: 'none' });
  return growth(bench, { side, pids: side.pids, warmUp: 0, ...texts });
}

interface Texts {
  few: number;
  many: number;
}

interface Growing extends Texts {
  /** Texts that leave before. */
  warmUp: number;
  side: Side;
  pids: readonly number[];
}

/** Ends the side. @returns octets of memory for each text beyond the first few. */
async function growth(bench: Bench, growing: Growing): Promise<number> {
  try {
    return await growthOf(bench, growing);
  } finally {
    await growing.side.stop();
  }
}

async function growthOf({ smsc, load }: Bench, growing: Growing): Promise<number> {
  const { side, pids, warmUp, few, many } = growing;
  const send = async (texts: number, firstNumber: number): Promise<void> => {
    const { accepted } = await load.run({
      port: side.httpPort,
      request: side.request(RECIPIENTS),
      connections: CONNECTIONS,
      ms: LONG_MS,
      most: texts / RECIPIENTS,
      firstNumber,
    });
    if (accepted * RECIPIENTS !== texts) throw new Error(`${side.name} accepted ${accepted} requests`);
  };
  const memory = async (): Promise<number> => {
    await sleep(SETTLE_MS);
    const parts = await Promise.all(pids.map((pid) => memoryOf(pid, 'VmRSS')));
    return parts.reduce((sum, part) => sum + part, 0);
  };
  await smsc.begin({ receipts: true });
  await send(warmUp, 0);
  await until('the warm-up’s end', async () => (await smsc.seen()).acknowledged === warmUp, LONG_MS);
  await smsc.begin({ refuses: true });
  await send(few, 0);
  const before = await memory();
  await send(many - few, few);
  const after = await memory();
  const { acknowledged } = await smsc.seen();
  const committed = await side.committed();
  if (acknowledged > 0 || (committed !== null && committed !== warmUp + many))
    throw new Error(`of ${many} texts ${acknowledged} left and ${committed} were committed`);
  return (after - before) / (many - few);
}
