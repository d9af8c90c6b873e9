import { backfill, codedDatabaseError, homeDirectory, migrate, openKeyring } from '@smseal/database';
import { refuseBeforeItsDay } from './account/policy-in-force.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { describeFailure } from './error/describe-failure.ts';
import { createLog } from './health/log.ts';
import { serverSecret } from './identity/server-secret.ts';
import { startJobs } from './retention/jobs.ts';
import { createServer } from './server.ts';

/** What is under way when we are told to stop may take so long and no longer. */
const CUT_OFF_MS = 2_000;

/** The server as a process: configuration from the environment, a ready line, an orderly end. */
async function main(): Promise<void> {
  const log = createLog();
  refuseBeforeItsDay(Date.now());
  const configuration = readConfiguration(process.env);
  const home = homeDirectory(process.env);
  const keyring = openKeyring(process.env['SMSEAL_KEYRING'], home);
  await migrate(configuration.databaseUrl);
  const secret = await serverSecret(home, process.env['SMSEAL_SECRET']);
  const { app, deps } = await createServer(configuration, { log, secret, keyring });
  const url = await app.listen({ host: configuration.host, port: configuration.port });
  const jobs = startJobs(deps);
  // What was stored before there were keys is encrypted while the server works; its end is recorded in the database.
  backfill(deps.database).catch((error: unknown) => {
    log.error(
      describeFailure(error),
      'encrypting what was stored before stopped; the next start goes on with it',
    );
  });
  const stop = (): void => {
    setTimeout(() => app.server.closeAllConnections(), CUT_OFF_MS).unref();
    void jobs
      .stop()
      .then(() => app.close())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', stop).once('error', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: 'server', url })}\n`);
}

try {
  await main();
} catch (error) {
  const sentence = codedDatabaseError(error)
    ? 'The database at SMSEAL_DATABASE_URL does not answer; start it, or mend the variable.'
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`${JSON.stringify({ level: 60, time: new Date().toISOString(), msg: sentence })}\n`);
  process.exit(1);
}
