import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { requireFreePorts } from '../../src/start/free-ports.ts';
import { takeHome } from '../../src/start/home.ts';
import { dropOldLogs, LOG_DAYS, LogFile } from '../../src/start/log-file.ts';
import { readStartSettings } from '../../src/start/settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'smseal-home-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the home', () => {
  it('is made for its owner only, and taken by one start at a time', () => {
    const home = path.join(folder, 'new', 'home');
    const taken = takeHome(home);
    assert.equal(statSync(home).mode & 0o077, 0);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'start']);
    writeFileSync(path.join(home, 'start.pid'), String(other.pid));
    try {
      assert.throws(
        () => takeHome(home),
        /already runs on .+ \(process \d+\); end it first, or set SMSEAL_HOME/,
      );
    } finally {
      other.kill('SIGKILL');
    }
    taken.release();
  });

  it('of a start that died is free', () => {
    const home = path.join(folder, 'died');
    takeHome(home);
    writeFileSync(path.join(home, 'start.pid'), '999999999');
    takeHome(home).release();
  });

  it('that others may write is refused', () => {
    const home = path.join(folder, 'open');
    takeHome(home).release();
    chmodSync(home, 0o777);
    assert.throws(() => takeHome(home), /others may write; run “chmod go-w /);
  });

  it('that cannot be made is refused with its variable', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    assert.throws(
      () => takeHome(path.join(file, 'home')),
      /^Error: SMSEAL_HOME is .+ cannot be made \(ENOTDIR\); set it/,
    );
  });
});

describe('settings', () => {
  it('have the documented defaults', () => {
    const settings = readStartSettings({ SMSEAL_HOME: 'here' });
    assert.equal(settings.home, path.resolve('here'));
    assert.deepEqual(
      [settings.port, settings.carrierPort, settings.rehearsalPort, settings.gatewayPort],
      [7070, 7080, 7090, 7060],
    );
    assert.equal(settings.origin, 'http://localhost:7070');
    assert.equal(settings.databaseUrl, null);
  });

  it('that are wrong are named', () => {
    for (const name of ['SMSEAL_PORT', 'SMSEAL_CARRIER_PORT', 'SMSEAL_REHEARSAL_PORT', 'SMSEAL_GATEWAY_PORT'])
      for (const value of ['x', '0', '70000', '1.5'])
        assert.throws(
          () => readStartSettings({ [name]: value }),
          new RegExp(`^Error: ${name} is ${value}; set it`),
        );
  });
});

describe('ports', () => {
  it('that are taken are named with their variable', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await assert.rejects(
        requireFreePorts([{ variable: 'SMSEAL_PORT', host: '127.0.0.1', port }]),
        new RegExp(
          `^Error: Port ${port} is taken by another program; end it, or set SMSEAL_PORT to a free port\\.`,
        ),
      );
    } finally {
      server.close();
    }
  });

  it('that are asked for twice are named', async () => {
    const port = 49_877;
    await assert.rejects(
      requireFreePorts([
        { variable: 'SMSEAL_CARRIER_PORT', host: '127.0.0.1', port },
        { variable: 'SMSEAL_REHEARSAL_PORT', host: '127.0.0.1', port },
      ]),
      /SMSEAL_REHEARSAL_PORT and SMSEAL_CARRIER_PORT are both 49877/,
    );
  });
});

describe('logs', () => {
  it('are one file a day, each there on its thirtieth day and gone on the next, whoever wrote it', () => {
    const logs = mkdtempSync(path.join(folder, 'logs-'));
    const day = 86_400_000;
    const from = Date.parse('2026-09-01T10:00:00Z');
    const log = new LogFile(logs, 'server');
    writeFileSync(path.join(logs, 'notes.txt'), 'not a log');
    for (let days = 0; days < LOG_DAYS + 5; days += 1) log.write(`day ${days}\n`, from + days * day);
    log.close();
    new LogFile(logs, 'gateway').write('not run any more\n', from);
    const left = () => readdirSync(logs).filter((file) => file.endsWith('.log'));
    const midnight = Date.parse('2026-10-01T00:00:00Z');
    dropOldLogs(logs, midnight - 1);
    assert.equal(left().length, LOG_DAYS + 6, 'one tick before, all are there');
    dropOldLogs(logs, midnight);
    assert.equal(left().length, LOG_DAYS + 4);
    assert.equal(left().toSorted()[0], 'server-2026-09-02.log');
    dropOldLogs(logs, from + (LOG_DAYS + 4) * day);
    assert.equal(left().length, LOG_DAYS);
    dropOldLogs(logs, from - 400 * day);
    assert.equal(left().length, LOG_DAYS, 'a clock that was turned back takes nothing');
    assert.ok(readdirSync(logs).includes('notes.txt'));
    assert.equal(statSync(path.join(logs, 'server-2026-09-06.log')).mode & 0o077, 0);
  });
});
