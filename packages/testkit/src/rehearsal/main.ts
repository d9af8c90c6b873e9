/** The rehearsal as a process of its own: see README.md. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { complain, readBehaviour, readPace, readPort, readSeed, readSmppPort } from './program-settings.ts';
import { startRehearsal } from './start-rehearsal.ts';
import { stopWhenAsked } from './stop-when-asked.ts';

const home =
  process.env['SMSEAL_HOME'] ?? (process.getuid?.() === 0 ? '/var/lib/smseal' : join(homedir(), '.smseal'));

/** Overrides for tests and measurements: `SMSEAL_REHEARSAL_COUNTS=messages:200,contacts:20,calls:10`. */
function counts(): Record<string, number> {
  const given = process.env['SMSEAL_REHEARSAL_COUNTS'] ?? '';
  return Object.fromEntries(
    given
      .split(',')
      .filter((pair) => /^(?:messages|contacts|calls):\d+$/u.test(pair))
      .map((pair) => pair.split(':') as [string, string])
      .map(([name, count]) => [name, Number(count)]),
  );
}

try {
  const rehearsal = await startRehearsal({
    folder: join(home, 'rehearsal'),
    carrierPort: readPort('SMSEAL_CARRIER_PORT', 7080),
    handsetPort: readPort('SMSEAL_REHEARSAL_PORT', 7090),
    smppPort: readSmppPort(),
    behaviour: readBehaviour(),
    counts: counts(),
    pace: readPace(),
    ...readSeed(),
    print: (line) => process.stdout.write(`${line}\n`),
  });
  const { handsetUrl: url, carrierUrl, smsc } = rehearsal;
  process.stdout.write(`${JSON.stringify({ ready: 'rehearsal', url, carrierUrl, smpp: smsc.url })}\n`);
  stopWhenAsked(() => rehearsal.stop());
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
