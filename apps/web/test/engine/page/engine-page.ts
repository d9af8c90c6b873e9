/** The engine without screens: a page that tests drive. */
import { createEngine, type Engine } from '../../../src/engine/create-engine.ts';
import type { EngineEvents } from '../../../src/engine/engine-api.ts';
import { readDisk } from './read-disk.ts';

/** The latest of each event, and all incoming texts. */
export interface EnginePage {
  engine: Engine;
  latest: Partial<EngineEvents>;
  incoming: EngineEvents['incoming'][];
  violations: string[];
  readDisk: typeof readDisk;
}

const EVENTS = [
  'status',
  'sync',
  'conversations',
  'thread',
  'contacts',
  'calls',
  'campaigns',
  'erasures',
  'phones',
  'devices',
  'gateways',
  'links',
  'newLink',
  'sealing',
] as const satisfies (keyof EngineEvents)[];

const violations: string[] = [];
addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
const engine = createEngine();
const page: EnginePage = { engine, latest: {}, incoming: [], violations, readDisk };
for (const event of EVENTS) {
  engine.on(event, (data) => {
    Object.assign(page.latest, { [event]: data });
  });
}
engine.on('incoming', (data) => page.incoming.push(data));
Object.assign(globalThis, { enginePage: page });
