import { homedir } from 'node:os';
import path from 'node:path';

/** The folder of the command line's own keys: `SMSEAL_HOME/cli`. */
export function deviceFolderPath(environment: NodeJS.ProcessEnv): string {
  return path.join(environment['SMSEAL_HOME'] ?? path.join(homedir(), '.smseal'), 'cli');
}
