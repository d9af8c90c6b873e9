import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { Child, type ChildListener } from '../../src/start/child.ts';
import { LogFile } from '../../src/start/log-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'smseal-child-'));
after(() => rmSync(folder, { recursive: true, force: true }));

class Notes implements ChildListener {
  readonly lines: string[] = [];
  readonly ended: { reason: string; waitMs: number }[] = [];
  restarted = 0;
  onLine(_: string, line: string): void {
    this.lines.push(line);
  }
  onEnded(_: string, how: { reason: string; waitMs: number }): void {
    this.ended.push(how);
  }
  onRestarted(): void {
    this.restarted += 1;
  }
}

let count = 0;
function childOf(program: string, times: { readyMs?: number; stopMs?: number } = {}) {
  count += 1;
  const name = `program${count}`;
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, program);
  const log = new LogFile(folder, name);
  const notes = new Notes();
  const child = new Child(
    { name, file, env: process.env, log, readyMs: 5_000, stopMs: 1_000, ...times },
    notes,
  );
  return { child, notes, log };
}

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !happened(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(happened(), happened.toString());
}

const READY = `process.stdout.write('{"ready":"x","url":"http://x"}\\n');`;
const OBEY = `process.on('SIGTERM', () => process.exit(0)); process.stdin.resume().on('end', () => process.exit(0));`;

const alive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a supervised process', () => {
  it('is ready when its ready line comes; other lines are for people, errors for the log', async () => {
    const { child, notes, log } = childOf(
      `${OBEY} ${READY} console.log('Text to +1: 123456'); console.error('{"level":30,"msg":"hello log"}');`,
    );
    assert.deepEqual(await child.start(), { ready: 'x', url: 'http://x' });
    await until(() => notes.lines.length > 0);
    assert.deepEqual(notes.lines, ['Text to +1: 123456']);
    await child.stop();
    log.close();
    assert.match(readFileSync(log.pathOn(Date.now()), 'utf8'), /hello log/);
  });

  it('that cannot start says its own last words', async () => {
    const { child } = childOf(
      `console.error('{"level":60,"msg":"SMSEAL_PORT is x; set it to a number."}'); process.exitCode = 1;`,
    );
    await assert.rejects(child.start(), /SMSEAL_PORT is x; set it to a number\./);
    const { child: broken } = childOf(`import './nowhere.mjs';`);
    await assert.rejects(broken.start(), /Cannot find module/);
  });

  it('that never gets ready is ended', async () => {
    const { child } = childOf(OBEY, { readyMs: 300 });
    await assert.rejects(child.start(), /not ready/);
    assert.equal(alive(child.pid), false);
  });

  it('that ends by itself is started again, later each time', async () => {
    const { child, notes } = childOf(`${OBEY} ${READY} setTimeout(() => process.exit(3), 50);`);
    await child.start();
    await until(() => notes.ended.length >= 3);
    assert.deepEqual(
      notes.ended.slice(0, 3).map(({ waitMs }) => waitMs),
      [500, 1000, 2000],
    );
    assert.match(notes.ended[0]?.reason ?? '', /exit code 3/);
    assert.ok(notes.restarted >= 2);
    await child.stop();
    assert.equal(alive(child.pid), false);
  });

  it('that is killed comes back', async () => {
    const { child, notes } = childOf(`${OBEY} ${READY}`);
    await child.start();
    const before = child.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await until(() => notes.restarted === 1);
    assert.notEqual(child.pid, before);
    await child.stop();
  });

  it('that hangs is killed in time', async () => {
    const { child } = childOf(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); ${READY}`, {
      stopMs: 200,
    });
    await child.start();
    const from = performance.now();
    await child.stop();
    assert.ok(performance.now() - from < 2_000);
    assert.equal(alive(child.pid), false);
  });

  it('is not started again when it is stopped while it waits to come back', async () => {
    const { child, notes } = childOf(`${READY} setTimeout(() => process.exit(1), 20);`);
    await child.start();
    await until(() => notes.ended.length === 1);
    await child.stop();
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(notes.restarted, 0);
  });
});
