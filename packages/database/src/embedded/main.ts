import { readBackupSettings } from '../backup/settings.ts';
import { homeDirectory } from './home.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

function log(level: number, msg: string): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg })}\n`);
}

/**
 * The embedded PostgreSQL as a child process: prints the ready line, ends PostgreSQL in order on SIGTERM. Told to stop
 * while it starts, it stops as soon as it has started, so that no PostgreSQL is left without us.
 */
async function main(): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGTERM', stop).once('SIGINT', stop);
  if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', stop).once('error', stop).resume();
  const home = homeDirectory();
  const archives =
    process.env['SMSEAL_ARCHIVES'] === '1' && readBackupSettings(process.env, home).everyMs !== null;
  const postgres = await startEmbeddedPostgres({
    home,
    archives,
    onLog: (line) => log(40, line),
  });
  if (stopping.signal.aborted) void postgres.stop();
  else process.stdout.write(`${JSON.stringify({ ready: 'database', url: postgres.url })}\n`);
  stopping.signal.addEventListener('abort', () => void postgres.stop());
  await postgres.ended;
  process.exit(stopping.signal.aborted ? 0 : 1);
}

try {
  await main();
} catch (error) {
  log(60, error instanceof Error ? error.message : String(error));
  process.exit(1);
}
