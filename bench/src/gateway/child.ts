import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A process of the bench's own, which answers one order at a time. */
export class Child {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Forks a file of this folder. @returns it, and the first thing that it says. */
  static async start<T>(file: string): Promise<{ child: Child; ready: T }> {
    const child = new Child(fork(path.join(import.meta.dirname, file)));
    return { child, ready: await child.#heard<T>() };
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  ask<T>(order: object): Promise<T> {
    const answer = this.#heard<T>();
    this.#child.send(order);
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  #heard<T>(): Promise<T> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`${child.spawnfile} of the bench has ended`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as T);
      });
    });
  }
}
