import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { FakeGateway } from './fake-gateway.ts';
import { runSend, type How, type Run } from './run-send.ts';

/** `smseal send` before a gateway and with a folder, both new for each test of the file. */
export class AtGateway {
  gateway!: FakeGateway;
  home!: string;

  constructor() {
    beforeEach(async () => {
      this.home = await mkdtemp(path.join(tmpdir(), 'smseal-send-'));
      this.gateway = await FakeGateway.start();
    });
    afterEach(async () => {
      this.gateway.stop();
      await rm(this.home, { recursive: true });
    });
  }

  /** A file in the folder, for the test to write. */
  get csv(): string {
    return path.join(this.home, 'people.csv');
  }

  run(args: string[], how: How = {}): Run {
    return runSend(this.gateway.url, args, how);
  }

  send(args: string[], how: How = {}): Run['ended'] {
    return this.run([...args, '--json'], how).ended;
  }
}
