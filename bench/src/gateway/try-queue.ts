import { setTimeout as sleep } from 'node:timers/promises';
import { startLoad } from './load.ts';
import { startNeutralSmsc } from './neutral-smsc.ts';
import { startOurs } from './our-side.ts';
import { memoryOf } from '../process-memory.ts';
process.env.NODE_OPTIONS = '';
const smsc = await startNeutralSmsc();
const load = await startLoad();
const ours = await startOurs({ smscPort: smsc.port, window: 200, profiles: null });
const pid = ours.system.pidOf('gateway')!;
try {
  await smsc.begin({ refuses: true });
  let first = 0;
  for (const requests of [500, 1500]) {
    await load.run({
      port: ours.httpPort,
      request: ours.request(100),
      connections: 16,
      ms: 600000,
      most: requests,
      firstNumber: first,
    });
    first += requests * 100;
    await sleep(8000);
    console.log(first, 'rss', (await memoryOf(pid, 'VmRSS')) / 1e6);
    process.kill(pid, 'SIGUSR2');
    await sleep(15000);
    console.log(first, 'rss after snapshot (gc)', (await memoryOf(pid, 'VmRSS')) / 1e6);
  }
} finally {
  await ours.stop();
  await load.stop();
  await smsc.stop();
}
