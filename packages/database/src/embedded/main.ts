import { homeDirectory } from './home.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

function log(level: number, msg: string): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg })}\n`);
}

/** The embedded PostgreSQL as a child process: prints the ready line, ends PostgreSQL in order on SIGTERM. */
async function main(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ home: homeDirectory(), onLog: (line) => log(40, line) });
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    void postgres.stop();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', stop).once('error', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: 'database', url: postgres.url })}\n`);
  await postgres.ended;
  process.exit(stopping ? 0 : 1);
}

try {
  await main();
} catch (error) {
  log(60, error instanceof Error ? error.message : String(error));
  process.exit(1);
}
