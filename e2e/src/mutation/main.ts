/**
 * `npm run mutations [-- --only NAME] [-- --lanes N] [-- --json]`: breaks copies of this checkout on purpose, one claim at a
 * time, and says what the probes noticed. NAME may be the beginning of several names, such as a family. Ends with 1 where
 * anything else turned red than what should.
 */
import { parseArgs } from 'node:util';
import { testDatabase } from '@smseal/testkit/database';
import { readMutations } from '@smseal/testkit/mutation';
import { Lifetime } from '../lifetime.ts';
import type { JudgedMutation } from './judge-mutation.ts';
import { runMutations } from './run-mutations.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    lanes: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});

const NAME_WIDTH = 44;
const MOST_CLAIMS = 8;

function row({ name, probes, claims, seconds, faults }: JudgedMutation): string {
  const few = claims.slice(0, MOST_CLAIMS).join(' ');
  return [
    faults.length === 0 ? 'ok  ' : 'MISS',
    name.padEnd(NAME_WIDTH),
    `${seconds.toFixed(1).padStart(5)} s`,
    `  ${probes.join(' ') || 'nothing'} → ${few}${claims.length > MOST_CLAIMS ? ` … (${claims.length})` : ''}`,
    ...faults.map((fault) => `\n       ${fault}`),
  ].join(' ');
}

const mutations = (await readMutations()).filter(({ name }) => name.startsWith(values.only));
if (mutations.length === 0) {
  console.error(`no mutation’s name begins with ${values.only}`);
  process.exit(2);
}
const lifetime = new Lifetime();
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => over.abort(new Error('It was called off.')));
const began = performance.now();
try {
  const { url } = await testDatabase(lifetime);
  const judged = await runMutations(mutations, {
    postgres: url,
    lanes: Number(values.lanes),
    signal: over.signal,
    heard: (one) => console.log(values.json ? JSON.stringify(one) : row(one)),
  });
  const missed = judged.filter(({ faults }) => faults.length > 0).length;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  if (!values.json)
    console.log(
      `${judged.length} mutations in ${seconds} s: ${missed === 0 ? 'each turned red what it should, and nothing else' : `${missed} not as they should be`}`,
    );
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  await lifetime.end();
}
