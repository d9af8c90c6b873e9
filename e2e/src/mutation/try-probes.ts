/**
 * `try-probes.ts STAGE FAMILY…`, run from the copy that it tries: sets the stage and prints what the families' probes say
 * of it, as JSON.
 */
import { fileURLToPath } from 'node:url';
import { PROBES } from '@smseal/inventory';
import { runProbes } from '@smseal/verify';
import { Lifetime } from '../lifetime.ts';
import { STAGES } from './stage/stages.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const [name = '', ...families] = process.argv.slice(2);
const stage = STAGES[name as keyof typeof STAGES];
const lifetime = new Lifetime();
try {
  const given = await stage(ROOT, lifetime);
  const results = await runProbes(given, { only: (probe) => families.includes(PROBES[probe].family) });
  process.stdout.write(JSON.stringify(results));
} finally {
  await lifetime.end();
}
process.exit(0);
