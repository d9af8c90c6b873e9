import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@smseal/testkit/system';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'smseal-start-'));
const home = path.join(folder, 'home');
const webRoot = path.join(folder, 'web');
let env: NodeJS.ProcessEnv = {};
let ports: number[] = [];

interface Heard {
  event: string;
  [member: string]: unknown;
}

const starts: Start[] = [];

class Start {
  readonly child: ChildProcess;
  readonly events: Heard[] = [];
  complaints = '';
  readonly ended: Promise<number | null>;

  constructor(more: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [MAIN, 'start', '--json'], { env: { ...env, ...more } });
    if (this.child.stdout) {
      createInterface({ input: this.child.stdout }).on('line', (line) =>
        this.events.push(JSON.parse(line) as Heard),
      );
    }
    this.child.stderr?.on('data', (data: Buffer) => (this.complaints += data.toString()));
    starts.push(this);
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  async until(event: string): Promise<Heard> {
    for (let tries = 0; tries < 1200; tries += 1) {
      const found = this.events.find((one) => one.event === event);
      if (found !== undefined) return found;
      assert.equal(this.child.exitCode, null, `${this.complaints} ${JSON.stringify(this.events)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`never said ${event}: ${JSON.stringify(this.events)}`);
  }
}

/** Processes whose environment names the test's home. */
function processesOfHome(): number[] {
  if (process.platform !== 'linux') return [];
  return spawnSync('ps', ['-eo', 'pid='], { encoding: 'utf8' })
    .stdout.split('\n')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && belongs(pid));
}

function belongs(pid: number): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    return environment.includes(home) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home);
  } catch {
    return false;
  }
}

before(async () => {
  // As root, PostgreSQL runs as somebody else, who must be able to pass.
  chmodSync(folder, 0o711);
  mkdirSync(webRoot);
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>test</title>');
  ports = await freePorts(4);
  const [port, carrierPort, rehearsalPort, gatewayPort] = ports;
  env = {
    ...process.env,
    SMSEAL_HOME: home,
    SMSEAL_PORT: String(port),
    SMSEAL_CARRIER_PORT: String(carrierPort),
    SMSEAL_REHEARSAL_PORT: String(rehearsalPort),
    SMSEAL_GATEWAY_PORT: String(gatewayPort),
    SMSEAL_REHEARSAL_COUNTS: 'messages:50,contacts:8,calls:5',
    SMSEAL_WEB_ROOT: webRoot,
  };
});
after(async () => {
  // A start that a failed test left running must not outlive it.
  for (const { child, ended } of starts) {
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** The public trust page, as soon as it shows that the claims were tried here. */
async function trustPageOnceTried(): Promise<string> {
  for (let tries = 0; tries < 2_400; tries++) {
    const page = await (await fetch(`http://localhost:${ports[0]}/trust`)).text();
    if (!page.includes('have not been tried')) return page;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('verifyd has tried nothing');
}

describe('smseal start', () => {
  it('starts everything, brings back what is killed, and ends it all on Ctrl-C', async () => {
    const start = new Start();
    const running = await start.until('running');
    assert.equal(running['app'], `http://localhost:${ports[0]}`);
    assert.equal((await fetch(`http://localhost:${ports[0]}/`)).status, 200);
    assert.equal((await fetch(`http://127.0.0.1:${ports[2]}/`)).status, 200);
    assert.match(await (await fetch(`http://127.0.0.1:${ports[3]}/`)).text(), /Link it to an account/);

    const signUp = await fetch(`http://localhost:${ports[0]}/v1/sign-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${ports[0]}` },
      body: JSON.stringify({ email: 'newcomer@mail.example', mobile: '+447700900321' }),
    });
    assert.equal(signUp.status, 202);
    assert.match(String((await start.until('line'))['line']), /^Text to \+447700900321: .*\d{6}/);

    assert.match(await trustPageOnceTried(), /Holds<\/strong>\s*(observed|reported)/);

    const second = new Start(Object.fromEntries(await otherPorts()));
    assert.equal(await second.ended, 1);
    assert.match(second.complaints, /already runs on .+; end it first, or set SMSEAL_HOME/);

    const server = processesOfHome().find((pid) => commandOf(pid).includes('apps/server/src/main.ts'));
    if (server !== undefined) {
      process.kill(server, 'SIGKILL');
      assert.equal((await start.until('ended'))['name'], 'server');
      assert.equal((await start.until('restarted'))['name'], 'server');
      assert.equal((await fetch(`http://localhost:${ports[0]}/`)).status, 200);
    }

    const from = performance.now();
    start.child.kill('SIGINT');
    assert.equal(await start.ended, 0);
    assert.ok(performance.now() - from < 8_000, `took ${performance.now() - from} ms`);
    // What verifyd was just rehearsing puts its own database away first.
    for (let tries = 0; tries < 300 && processesOfHome().length > 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(processesOfHome().map(commandOf), []);
    await assert.rejects(fetch(`http://localhost:${ports[0]}/`));
  });

  it('says which variable to change when a port is taken', async () => {
    const { createServer } = await import('node:net');
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(ports[1], '127.0.0.1', resolve));
    try {
      const start = new Start();
      assert.equal(await start.ended, 1);
      assert.match(start.complaints, new RegExp(`^smseal: Port ${ports[1]} is taken .+ SMSEAL_CARRIER_PORT`));
    } finally {
      holder.close();
    }
  });

  it('ends what has started, and says why, when a process cannot start', async () => {
    const start = new Start({ SMSEAL_HOST: '0.0.0.0' });
    assert.equal(await start.ended, 1);
    assert.match(start.complaints, /^smseal: The server did not start: SMSEAL_HOST is 0\.0\.0\.0/);
    assert.deepEqual(processesOfHome().map(commandOf), []);
  });

  it('can be called off while it starts', async () => {
    const start = new Start();
    await start.until('step');
    start.child.kill('SIGTERM');
    assert.equal(await start.ended, 0);
    assert.deepEqual(processesOfHome().map(commandOf), []);
  });
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function otherPorts(): Promise<[string, string][]> {
  const others = await freePorts(4);
  const names = ['SMSEAL_PORT', 'SMSEAL_CARRIER_PORT', 'SMSEAL_REHEARSAL_PORT', 'SMSEAL_GATEWAY_PORT'];
  return names.map((name, index) => [name, String(others[index])]);
}
