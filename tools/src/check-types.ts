/** Type-checks every room, and its tests, each under its own runtime class. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readRooms, ROOT, sources } from './rooms.ts';

/** What the compiler knows from the last time: it looks again at what has changed since, and at what that touches. */
const KNOWN = path.join(ROOT, 'node_modules/.cache/types');

function projects(): string[] {
  return readRooms()
    .flatMap((room) => [room.dir, `${room.dir}/test`])
    .filter((dir) => existsSync(path.join(ROOT, dir, 'tsconfig.json')) && sources(dir).length > 0);
}

async function check(project: string): Promise<{ project: string; output: string; ok: boolean }> {
  const known = path.join(KNOWN, `${project.replaceAll('/', '-')}.tsbuildinfo`);
  const args = ['-p', project, '--incremental', '--tsBuildInfoFile', known];
  const child = spawn(path.join(ROOT, 'node_modules/.bin/tsc'), args, { cwd: ROOT });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { project, output, ok: code === 0 };
}

const queue = projects();
let failed = 0;
async function worker(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { project, output, ok } = await check(next);
    if (!ok) {
      failed++;
      console.error(`${project}:\n${output}`);
    }
  }
}
const total = queue.length;
await Promise.all(Array.from({ length: availableParallelism() }, worker));
console.log(`types: ${total} projects, ${failed} failed`);
process.exitCode = failed > 0 || total === 0 ? 1 : 0;
