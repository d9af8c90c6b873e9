import { PROBES, type ProbeName, type ProbeNeed } from '@smseal/inventory';
import type { Mutation, RigName } from './mutation.ts';

/** The least rig on which there is what a probe needs. */
const RIGS = {
  release: 'release',
  url: 'service',
  account: 'service',
  stores: 'installation',
  gateway: 'keeper',
  rehearsal: 'release',
  phone: 'keeper',
  database: 'service',
  home: 'installation',
  processes: 'installation',
  browser: 'keeper',
} as const satisfies Record<ProbeNeed, RigName>;

/** Where a mutation is tried. @throws Error where its probes need several rigs and it names none. */
export function rigOf({ rig, red }: Mutation): RigName {
  if (rig !== undefined) return rig;
  const [needed = 'release', ...others] = new Set(red.map(usualRig));
  if (others.length > 0) throw new Error(`${red.join(', ')} need ${[needed, ...others].join(' and ')}.`);
  return needed;
}

function usualRig(probe: ProbeName): RigName {
  const { family, needs } = PROBES[probe];
  return family === 'tls' ? 'tls' : RIGS[needs];
}
