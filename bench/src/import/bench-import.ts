import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newPerson, startSystem } from '@smseal/testkit';
import { atMost, type Extent, type Figure } from '../figure.ts';
import { runImport } from './run-import.ts';
import { writeBackup } from './write-backup.ts';

const MEGA = 1e6;
const GIGA = 1e9;
/** Twenty times as much changes nothing about the memory, but takes minutes: only when it is asked for alone. */
const WHOLE = 2 * GIGA;
const SHORT = 0.2 * GIGA;
const SEED = 2026;
/** The file, what is sealed of it, and PostgreSQL's log of that need three times the file's room. */
const ROOM = 3;

/** `smseal import` of a large backup, from the linking to the report. */
export async function benchImport({ quick, alone }: Extent): Promise<Figure[]> {
  const octets = quick ? 0.02 * GIGA : alone ? WHOLE : SHORT;
  const { bavail, bsize } = await statfs(tmpdir());
  const size = Math.min(octets, (bavail * bsize) / ROOM);
  const system = await startSystem({ programs: ['database', 'rehearsal', 'server'] });
  try {
    const codeFor = (mobile: string) => system.oneTimePassword(mobile);
    const person = await newPerson(system.origin, { codeFor }, { origin: system.origin });
    const file = path.join(system.home, 'backup.xml');
    const written = await writeBackup(file, size, SEED);
    const { report, peakMemory } = await runImport(system, person, file);
    if (report.broken !== null || report.pictures !== written.pictures)
      throw new Error(`the import is not whole: ${JSON.stringify({ written, report })}`);
    return [
      atMost({
        name: `memory of the import of ${(written.octets / GIGA).toPrecision(2)} GB`,
        value: peakMemory / MEGA,
        unit: 'MB',
        most: 300,
      }),
    ];
  } finally {
    await system.stop();
  }
}
