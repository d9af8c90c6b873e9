import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  inTransaction,
  migrate,
  openDatabase,
  openKeyring,
  rotateKeys,
  startKeys,
  storeHolder,
  type Database,
} from '@smseal/database';
import { Program } from '@smseal/testkit/system';
import { until } from '../../until.ts';
import { on, type Rig } from './rig.ts';

const DAY_MS = 86_400_000;
/** Older than any backup may be. */
const OLD_DAYS = 20;
/** A copy and its trial, on a machine with much else to do. */
const PATIENCE_MS = 60_000;
const SHIFTED = fileURLToPath(new URL('../../hardship/shifted-clock.ts', import.meta.url));

/** What the keeper says; as much of it as is waited for. */
interface Status {
  copy: { startedAt: number } | null;
  trial: object | null;
  trialFailure: object | null;
  closed: object | null;
  closedFailure: object | null;
}

/** A PostgreSQL of its own whose backups began yesterday, under yesterday's keys, beside one of long ago. */
export const backup: Rig = async (root, lifetime) => {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-mutation-home-'));
  lifetime.after(() => rm(home, { recursive: true, force: true }));
  const env = { ...process.env, SMSEAL_HOME: home, SMSEAL_ARCHIVES: '1' };
  const room = path.join(root, 'packages/database/src');
  const postgres = new Program({ name: 'database', file: path.join(room, 'embedded/main.ts'), env });
  await postgres.start();
  lifetime.after(() => postgres.end('SIGTERM'));
  const keyring = openKeyring(undefined, home);
  await migrate(postgres.url);
  const database = openDatabase(postgres.url, { connections: 2, keyring });
  lifetime.after(() => database.destroy());
  await startKeys(database, keyring, Date.now() - DAY_MS);
  await addHolder(database);

  const keeper = (more: NodeJS.ProcessEnv): Program =>
    new Program({ name: 'backup', file: path.join(room, 'backup/keeper/main.ts'), env: { ...env, ...more } });
  const yesterday = keeper({
    NODE_OPTIONS: `--import=${SHIFTED}`,
    SMSEAL_TEST_CLOCK_MS: String(-DAY_MS),
  });
  await yesterday.start();
  await untilSaid(home, ({ copy, trial, trialFailure }) => copy !== null && (trial ?? trialFailure) !== null);
  await yesterday.end('SIGTERM');
  await leaveOldBackup(home);
  await rotateKeys({ database, keyring, now: Date.now() });
  const today = keeper({});
  await today.start();
  lifetime.after(() => today.end('SIGTERM'));
  await untilSaid(
    home,
    ({ copy, closed, closedFailure }) =>
      Date.now() - (copy?.startedAt ?? 0) < DAY_MS / 2 && (closed ?? closedFailure) !== null,
  );
  return on({ home });
};

async function untilSaid(home: string, is: (status: Status) => boolean): Promise<void> {
  await until(
    'the keeper',
    async () => {
      const text = await readFile(path.join(home, 'verify', 'backup.json'), 'utf8').catch(() => null);
      return text !== null && is(JSON.parse(text) as Status) ? true : undefined;
    },
    PATIENCE_MS,
  );
}

async function addHolder(database: Database): Promise<void> {
  const account = randomBytes(16).toString('base64url');
  const stored = new Date().toISOString().slice(0, 10);
  await database.insertInto('account').values({ id: account, retention_days: null, stored }).execute();
  const holder = { account, email: 'somebody@mail.example', mobile: '+447700900555', password: null };
  await inTransaction(database, (transaction) => storeHolder(transaction, holder));
}

async function leaveOldBackup(home: string): Promise<void> {
  const moment = new Date(Date.now() - OLD_DAYS * DAY_MS).toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = path.join(home, 'backup', '1');
  await mkdir(path.join(folder, 'copy', `${moment}Z-0a0a0a0a`), { recursive: true });
  await mkdir(path.join(folder, 'wal'));
  await writeFile(path.join(folder, 'wal', `000000010000000000000001.${moment}Z`), '');
}
