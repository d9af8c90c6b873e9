import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/**
 * What `test` is to do when one of these files is not on the machine: it is skipped and says so. Where CI is true it
 * runs, and fails.
 */
export function skipWithout(...files: string[]): { skip: string | false } {
  const missing = files.filter((file) => !existsSync(file));
  const skip = missing.length > 0 && process.env['CI'] !== 'true';
  return { skip: skip && `${missing.join(' and ')} is not installed` };
}

/** A child process that ends with the test, and what it said. */
export function startPeer(t: TestContext, command: string, args: readonly string[]) {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const peer = { output: '', exited: false, failure: null as Error | null };
  child.stdout?.on('data', (chunk: Buffer) => (peer.output += chunk.toString('latin1')));
  child.stderr?.on('data', (chunk: Buffer) => (peer.output += chunk.toString('latin1')));
  child.on('error', (error) => (peer.failure = error));
  child.on('close', () => (peer.exited = true));
  t.after(() => child.kill('SIGKILL'));
  return peer;
}

/** A port on which nobody listens at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
