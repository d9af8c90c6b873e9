const HOUR_MS = 3_600_000;
const EVERY_HOURS = 6;
const MOST_HOURS = 7 * 24;

export interface VerifydSettings {
  origin: string;
  /** `SMSEAL_HOME` of the service. */
  home: string;
  /** Null: what the database says is not tried. */
  databaseUrl: string | null;
  everyMs: number;
}

/** Reads the settings from environment variables. @throws Error whose sentence names the variable and the mend. */
export function readSettings(env: NodeJS.ProcessEnv): VerifydSettings {
  const hours = env['SMSEAL_VERIFY_HOURS'] ? Number(env['SMSEAL_VERIFY_HOURS']) : EVERY_HOURS;
  if (!(hours > 0 && hours <= MOST_HOURS))
    throw new Error(
      `SMSEAL_VERIFY_HOURS is ${env['SMSEAL_VERIFY_HOURS']}; set it to hours, ${MOST_HOURS} at most.`,
    );
  const home = env['SMSEAL_HOME'];
  if (!home)
    throw new Error('SMSEAL_HOME is not set; set it to the folder of the service that is to be tried.');
  return {
    origin: env['SMSEAL_ORIGIN'] || 'http://localhost:7070',
    home,
    databaseUrl: env['SMSEAL_DATABASE_URL'] || null,
    everyMs: hours * HOUR_MS,
  };
}
