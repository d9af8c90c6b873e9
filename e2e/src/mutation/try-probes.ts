/**
 * `try-probes.ts RIG FAMILY…`, run from the copy that it tries: sets the rig and prints what the families' probes say
 * of it, as JSON.
 */
import { fileURLToPath } from 'node:url';
import { PROBES } from '@smseal/inventory';
import { Lifetime } from '../lifetime.ts';
import { RIGS } from './rig/rigs.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const [name = '', ...families] = process.argv.slice(2);
const rig = RIGS[name as keyof typeof RIGS];
const lifetime = new Lifetime();
try {
  const tried = await rig(ROOT, lifetime);
  const results = await tried((probe) => families.includes(PROBES[probe].family));
  process.stdout.write(JSON.stringify(results));
} finally {
  await lifetime.end();
}
process.exit(0);
