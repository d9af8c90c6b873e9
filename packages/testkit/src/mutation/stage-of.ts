import { PROBES, type ProbeName, type ProbeNeed } from '@smseal/inventory';
import type { Mutation, StageName } from './mutation.ts';

/** The least stage on which there is what a probe needs. */
const STAGES = {
  release: 'release',
  url: 'service',
  account: 'service',
  database: 'service',
  home: 'installation',
  processes: 'installation',
  browser: 'browser',
} as const satisfies Record<ProbeNeed, StageName>;

/** Where a mutation is tried. @throws Error where its probes need several stages and it names none. */
export function stageOf({ stage, red }: Mutation): StageName {
  if (stage !== undefined) return stage;
  const [needed = 'release', ...others] = new Set(red.map(usualStage));
  if (others.length > 0) throw new Error(`${red.join(', ')} need ${[needed, ...others].join(' and ')}.`);
  return needed;
}

function usualStage(probe: ProbeName): StageName {
  const { family, needs } = PROBES[probe];
  return family === 'tls' ? 'tls' : STAGES[needs];
}
