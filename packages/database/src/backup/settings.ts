import path from 'node:path';
import { MOST_COPY_HOURS } from '@smseal/policy';

const HOUR_MS = 3_600_000;

/** Where backups go, and how often. */
export interface BackupSettings {
  /** Absolute. */
  folder: string;
  /** A full copy so often; null: none are made, and no log is handed over. */
  everyMs: number | null;
}

/** Reads the settings from environment variables. @throws Error whose sentence names the variable and the mend. */
export function readBackupSettings(env: NodeJS.ProcessEnv, home: string): BackupSettings {
  const given = env['SMSEAL_BACKUP_FOLDER'] || path.join(home, 'backup');
  if (!path.isAbsolute(given))
    throw new Error(
      `SMSEAL_BACKUP_FOLDER is ${given}; set it to the absolute path of a folder, best on another disk.`,
    );
  return { folder: path.normalize(given), everyMs: readEvery(env['SMSEAL_BACKUP_HOURS']) };
}

function readEvery(text: string | undefined): number | null {
  if (text === 'off') return null;
  const hours = text ? Number(text) : MOST_COPY_HOURS;
  if (hours > 0 && hours <= MOST_COPY_HOURS) return hours * HOUR_MS;
  throw new Error(`SMSEAL_BACKUP_HOURS is ${text}; set it to hours, ${MOST_COPY_HOURS} at most, or to off.`);
}
