import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunningFile } from '@smseal/verify';

/** Says in `SMSEAL_HOME/running.json` where everything runs, to whoever keeps the service: the database's password is in it. */
export class RunningNote {
  readonly #file: string;

  constructor(home: string) {
    this.#file = path.join(home, 'running.json');
  }

  write(running: RunningFile): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(running), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }
}
