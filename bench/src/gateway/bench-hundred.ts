import { atLeast, told, type Extent, type Figure } from '../figure.ts';
import { durability, measureKannel, measureOurs, speedOf } from './measure-best.ts';
import { withBench } from './with-bench.ts';

const RECIPIENTS = 100;
const CONNECTIONS = 64;
/** Texts without an answer: as a carrier of campaigns gives, and as the peer is configured. */
const WINDOW = 1_000;
const PEERS_WINDOW = 200;
const FACTOR = 4;
const UNIT = 'texts/s';

/** Requests of 100 recipients each, until the carrier has acknowledged every text. */
export function benchHundred(extent: Extent): Promise<Figure[]> {
  return withBench(async (bench) => {
    const plan = { recipients: RECIPIENTS, connections: CONNECTIONS, ...extent };
    const wide = await measureOurs(bench, plan, { window: WINDOW });
    const narrow = await measureOurs(bench, plan, { window: PEERS_WINDOW });
    const kannel = await measureKannel(bench, plan, { store: 'none' });
    const file = await measureKannel(bench, plan, { store: 'file' });
    const spool = await measureKannel(bench, plan, { store: 'spool' });
    const peer = { unit: UNIT, peer: speedOf(kannel), peerName: 'Kannel no store', factor: FACTOR };
    return [
      atLeast({
        name: '100 recipients a request, window 1,000',
        value: wide.perSecond,
        note: durability(wide),
        ...peer,
      }),
      atLeast({
        name: '100 recipients a request, window 200',
        value: narrow.perSecond,
        note: durability(narrow),
        ...peer,
      }),
      told({
        name: 'Kannel, 100 a request, file store',
        value: speedOf(file),
        unit: UNIT,
        note: 'never synced',
      }),
      told({ name: 'Kannel, 100 a request, spool', value: speedOf(spool), unit: UNIT, note: 'never synced' }),
    ];
  });
}
