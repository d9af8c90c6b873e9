import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Door } from './connect.ts';

/** Connections that one process holds. */
const IN_ONE = 2_500;

/** Idle connections to one server. */
export interface Crowd {
  /** Ends them all. */
  leave(): Promise<void>;
}

/** Connects once for each token and resolves when all are there. */
export async function gather(door: Door, tokens: readonly string[]): Promise<Crowd> {
  const children: ChildProcess[] = [];
  for (let from = 0; from < tokens.length; from += IN_ONE)
    children.push(await gatherSome(door, tokens.slice(from, from + IN_ONE)));
  return {
    async leave() {
      await Promise.all(
        children.map(async (child) => {
          child.disconnect();
          if (child.exitCode === null) await once(child, 'exit');
        }),
      );
    },
  };
}

async function gatherSome(door: Door, tokens: readonly string[]): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'crowd-process.ts'));
  child.send({ door, tokens });
  const ended = once(child, 'exit').then(() => {
    throw new Error('a crowd could not connect');
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return child;
}
