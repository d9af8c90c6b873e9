import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openedBy } from '../egress/socket-table.ts';
import type { Reach } from './reach.ts';

const EVERY_MS = 50;

/** Looks again and again which connections this process's own children hold or seek; short ones may be missed. */
export class SocketWatch {
  readonly #seen = new Map<string, Reach>();
  #isOver = false;
  readonly #done: Promise<void>;

  constructor() {
    this.#done = this.#look();
  }

  async end(): Promise<Reach[]> {
    this.#isOver = true;
    await this.#done;
    return [...this.#seen.values()];
  }

  async #look(): Promise<void> {
    for (; !this.#isOver; await sleep(EVERY_MS)) {
      const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
      for (const pid of children.split(' ').filter(Boolean).map(Number)) {
        // One that has just ended holds nothing.
        for (const { remote, remotePort, localPort } of await openedBy(pid).catch(() => []))
          this.#seen.set(`${localPort} ${remote} ${remotePort}`, {
            how: 'tcp',
            address: remote,
            port: remotePort,
            from: localPort,
          });
      }
    }
  }
}
