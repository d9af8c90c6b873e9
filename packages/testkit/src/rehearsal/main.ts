/** The rehearsal as a process of its own: see README.md. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startRehearsal } from './start-rehearsal.ts';

const home =
  process.env['SMSEAL_HOME'] ?? (process.getuid?.() === 0 ? '/var/lib/smseal' : join(homedir(), '.smseal'));

function complain(message: string): void {
  process.stderr.write(`${JSON.stringify({ level: 60, time: new Date().toISOString(), msg: message })}\n`);
}

function port(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  complain(`${name} must be a port from 0 to 65535.`);
  process.exit(2);
}

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
    carrierPort: port('SMSEAL_CARRIER_PORT', 7080),
    handsetPort: port('SMSEAL_REHEARSAL_PORT', 7090),
    counts: counts(),
    pace: Number(process.env['SMSEAL_REHEARSAL_PACE'] ?? 1),
    ...(process.env['SMSEAL_REHEARSAL_SEED'] === undefined
      ? {}
      : { seed: process.env['SMSEAL_REHEARSAL_SEED'] }),
    print: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(
    `${JSON.stringify({ ready: 'rehearsal', url: rehearsal.handsetUrl, carrierUrl: rehearsal.carrierUrl })}\n`,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void rehearsal.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.resume().once('end', stop).once('close', stop);
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
