import { copiesIn } from '../restore/find-copy.ts';
import { systemsIn, BackupStore } from '../store/store.ts';
import type { BackupStatus, Failure } from './backup-status.ts';

export interface StatusLinesInput {
  /** Null where no keeper has written one. */
  status: BackupStatus | null;
  /** Of the store. */
  folder: string;
  /** Whether the database is one that the operator copies. */
  isOwn: boolean;
  now: number;
}

const HOUR_MS = 3_600_000;

/** How backups stand, in lines for people: what the store holds, and what the keeper found. */
export async function statusLines({ status, folder, isOwn, now }: StatusLinesInput): Promise<string[]> {
  if (isOwn)
    return [
      'SMSEAL_DATABASE_URL names a PostgreSQL of yours: your own tool copies it, and “smseal backup” adds what it lacks.',
    ];
  const copies = await copiesIn(folder);
  const logs = (
    await Promise.all((await systemsIn(folder)).map((system) => new BackupStore(folder, system).logs()))
  ).flat();
  const ages = copies.map(({ copy }) => now - copy.at);
  const lines = [
    `store        ${folder}`,
    copies.length === 0
      ? 'copies       none yet'
      : `copies       ${copies.length}, the newest ${age(Math.min(...ages))} old, the oldest ${age(Math.max(...ages))}`,
    logs.length === 0
      ? 'log          none yet'
      : `log          up to ${new Date(Math.max(...logs.map(({ at }) => at))).toISOString()}, the oldest ${age(now - Math.min(...logs.map(({ at }) => at)))} old`,
  ];
  if (!status) return [...lines, 'keeper       has not run yet: start SMSeal'];
  return [...lines, ...keeperLines(status)];
}

function keeperLines(status: BackupStatus): string[] {
  const { trial, closed, copy } = status;
  return [
    `waiting      ${status.waiting === 0 ? 'nothing' : `${status.waiting} files of log for the store`}`,
    ...(status.gap === null
      ? []
      : [`gap          log of ${time(status.gap)} was let go; the next copy closes it`]),
    ...(copy && !copy.checksums ? ['checksums    none: the database is from before them'] : []),
    ...(copy && copy.damaged > 0
      ? [`damage       ${copy.damaged} pages of the database, when the last copy was made`]
      : []),
    trial
      ? `trial        ${time(trial.at)}: ${trial.copy} was restored in ${trial.recoverySeconds} s, to ${trial.pointSeconds} s before; ${trial.tables} tables with ${trial.rows} rows, ${trial.accounts} accounts opened`
      : 'trial        none yet',
    closed
      ? `old copies   ${time(closed.at)}: in ${closed.copy} ${closed.found === 0 ? 'nothing lies' : `${closed.found} things lie`} under a key that is left`
      : 'old copies   none from before the key of the day',
    ...failure('copy', status.copyFailure),
    ...failure('log', status.logFailure),
    ...failure('trial', status.trialFailure),
    ...failure('old copies', status.closedFailure),
  ];
}

function failure(what: string, failed: Failure | null): string[] {
  return failed ? [`failed       ${what}, ${time(failed.at)}: ${failed.sentence}`] : [];
}

const time = (at: number): string => new Date(at).toISOString();

function age(ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} min`;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.floor(hours / 24)} days`;
}
