import { setTimeout as sleep } from 'node:timers/promises';
import { getStateCounts, pauseBatches, resumeBatches } from '@smseal/client';
import { atMost, quantile, type Extent, type Figure } from '../figure.ts';
import { familyOf, memoryOf, privateMemory } from '../process-memory.ts';
import { NEXT_NUMBER } from './load.ts';
import type { Bench } from './measure-run.ts';
import { startOurs, type OurSide } from './our-side.ts';
import { renderPost } from './render-post.ts';
import { until } from './until.ts';
import { withBench } from './with-bench.ts';

const RECIPIENTS = 10_000;
const WHOLE = 1_000_000;
const QUICK = 20_000;
const CONNECTIONS = 4;
const WINDOW = 1_000;
const LONG_MS = 600_000;
const LOOK_MS = 250;
/** Batches that one question may name. */
const NAMED = 500;
const MEGA = 1e6;
const MOST_MEMORY = 400;
const MOST_ANSWER = 200;

/** A campaign with merge fields through the send API: memory of every process, and whether its owner is answered meanwhile. */
export function benchMillion({ quick, profiles }: Extent): Promise<Figure[]> {
  const texts = quick ? QUICK : WHOLE;
  return withBench(async (bench) => {
    const side = await startOurs({ smscPort: bench.smsc.port, window: WINDOW, profiles });
    try {
      return await campaign(bench, side, texts);
    } finally {
      await side.stop();
    }
  });
}

async function campaign({ smsc, load }: Bench, side: OurSide, texts: number): Promise<Figure[]> {
  await smsc.begin();
  const watch = new Watch(side);
  const watching = watch.run();
  const report = await load.run({
    port: side.httpPort,
    request: requestOf(side),
    connections: CONNECTIONS,
    ms: LONG_MS,
    most: texts / RECIPIENTS,
  });
  if (report.accepted * RECIPIENTS !== texts) throw new Error(`refused: ${JSON.stringify(report)}`);
  const seen = await until(
    'the campaign’s end',
    async () => {
      const now = await smsc.seen();
      return now.acknowledged >= texts ? now : null;
    },
    LONG_MS,
  );
  watch.end();
  await watching;
  if (seen.distinct !== texts || seen.acknowledged !== texts || (await side.committed()) !== texts)
    throw new Error(`of ${texts} texts the carrier got ${JSON.stringify(seen)}`);
  const { system } = side;
  const memory = async (name: string, value: Promise<number>, note?: string): Promise<Figure> =>
    atMost({
      name: `${texts.toLocaleString('en')} texts: memory of ${name}`,
      value: (await value) / MEGA,
      unit: 'MB',
      most: MOST_MEMORY,
      ...(note === undefined ? {} : { note }),
    });
  const answers = (name: string, sample: readonly number[]): Figure =>
    atMost({
      name: `${texts.toLocaleString('en')} texts: ${name}, p99`,
      value: quantile(sample, 0.99),
      unit: 'ms',
      most: MOST_ANSWER,
      note: `${sample.length} times while it ran`,
    });
  const seconds = ((seen.lastAt - report.from) / 1000).toFixed(1);
  return [
    await memory('the gateway', memoryOf(system.pidOf('gateway'), 'VmHWM'), `all texts left in ${seconds} s`),
    await memory('the server', memoryOf(system.pidOf('server'), 'VmHWM')),
    await memory(
      'PostgreSQL',
      Promise.resolve(watch.mostOfPostgres),
      'all its processes, without the 256 MB of buffers that they share',
    ),
    await memory('the load generator', memoryOf(load.pid, 'VmHWM')),
    answers('progress', watch.progress),
    answers('pause', watch.pause),
  ];
}

/** A recipient’s name and code stand in the request; their numbers are the generator’s. */
function requestOf({ headers }: OurSide): string {
  const to = Array.from({ length: RECIPIENTS }, (_, i) => ({
    to: `+4860${NEXT_NUMBER}`,
    fields: { name: `Person ${i}`, code: String(100_000 + i) },
  }));
  const text = 'Hello {name}, your seat is {code}. See you!';
  return renderPost(headers(), { to, text, class: 'marketing' });
}

/** Asks like the owner of the campaign, who watches it and changes their mind, and looks at PostgreSQL's memory. */
class Watch {
  mostOfPostgres = 0;
  readonly progress: number[] = [];
  readonly pause: number[] = [];
  readonly #side: OurSide;
  #over = false;

  constructor(side: OurSide) {
    this.#side = side;
  }

  end(): void {
    this.#over = true;
  }

  async run(): Promise<void> {
    const { system, person, database } = this.#side;
    const api = person.apiAt(system.origin);
    const timed = async (into: number[], work: () => Promise<unknown>): Promise<void> => {
      const start = performance.now();
      await work();
      into.push(performance.now() - start);
    };
    while (!this.#over) {
      const family = await familyOf(system.pidOf('database') ?? 0);
      // The first is ours, which starts PostgreSQL.
      this.mostOfPostgres = Math.max(this.mostOfPostgres, await privateMemory(family.slice(1)));
      const ids = (await database.selectFrom('batch').select('id').execute()).map(({ id }) => id);
      const named = ids.slice(-NAMED);
      if (named.length > 0) {
        await timed(this.progress, () => getStateCounts(api, named));
        await timed(this.pause, () => pauseBatches(api, named));
        await resumeBatches(api, named);
      }
      await sleep(LOOK_MS);
    }
  }
}
