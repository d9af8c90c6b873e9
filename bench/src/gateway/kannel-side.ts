import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '@smseal/testkit';
import { NEXT_NUMBER } from './load.ts';
import { SENDER, TEXT, type Side } from './side.ts';
import { until } from './until.ts';

const BEARERBOX = '/usr/sbin/bearerbox';
const SMSBOX = '/usr/sbin/smsbox';
/** Quiet: a log of everything on stdout costs Kannel two thirds of its speed. */
const VERBOSITY = '4';

/** Where Kannel keeps texts that were accepted: in memory, or in files that are never synced. */
export type KannelStore = 'none' | 'file' | 'spool';

export interface KannelOptions {
  smscPort: number;
  store: KannelStore;
  /** Asks for a receipt of each text, and for a request at this port when it has come. */
  sinkPort?: number;
}

export interface KannelSide extends Side {
  /** Processes whose memory is Kannel's. */
  pids: number[];
}

/** Whether Debian's package is on this machine. */
export function hasKannel(): boolean {
  return existsSync(BEARERBOX) && existsSync(SMSBOX);
}

/** Kannel from Debian as it is fastest: window 200, receipts remembered in memory, no access log. */
export async function startKannel({ smscPort, store, sinkPort }: KannelOptions): Promise<KannelSide> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-kannel-'));
  const [admin = 0, smsbox = 0, http = 0] = await freePorts(3);
  const file = path.join(home, 'kannel.conf');
  await mkdir(path.join(home, 'spool'));
  await writeFile(file, configuration({ home, admin, smsbox, http, smscPort, store }));
  const children: ChildProcess[] = [];
  const start = (program: string): ChildProcess => {
    const child = spawn(program, ['-v', VERBOSITY, file], { cwd: home, stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await end(child);
    await rm(home, { recursive: true, force: true });
  };
  try {
    start(BEARERBOX);
    await until('Kannel’s connection to the carrier', () => isOnline(admin));
    start(SMSBOX);
    await until('Kannel’s HTTP door', () => answers(`http://127.0.0.1:${http}/`));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: `Kannel ${store === 'none' ? 'no store' : store}`,
    httpPort: http,
    pids: children.map(({ pid }) => pid ?? 0),
    webhookSecret: null,
    beforeRun: () => Promise.resolve(),
    request: (recipients) => requestOf(recipients, sinkPort),
    committed: () => Promise.resolve(null),
    stop,
  };
}

async function isOnline(admin: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${admin}/status.txt?password=bar`).catch(() => null);
  return (await response?.text())?.includes('(online') ?? false;
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url).catch(() => null)) !== null;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function requestOf(recipients: number, sinkPort: number | undefined): string {
  const to = Array.from({ length: recipients }, () => `+4860${NEXT_NUMBER}`).join('');
  const receipt =
    sinkPort === undefined
      ? ''
      : `&dlr-mask=3&dlr-url=${encodeURIComponent(`http://127.0.0.1:${sinkPort}/dlr?type=%d`)}`;
  const query = `username=u&password=p&from=${SENDER}&to=${to}&text=${TEXT.replaceAll(' ', '+')}${receipt}`;
  return `GET /cgi-bin/sendsms?${query} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
}

interface Places {
  home: string;
  admin: number;
  smsbox: number;
  http: number;
  smscPort: number;
  store: KannelStore;
}

/** Groups end at an empty line. */
function configuration({ home, admin, smsbox, http, smscPort, store }: Places): string {
  const location = { none: null, file: 'kannel.store', spool: 'spool' }[store];
  const storing =
    location === null ? '' : `store-type = ${store}\nstore-location = "${path.join(home, location)}"\n`;
  return `group = core
admin-port = ${admin}
admin-password = bar
smsbox-port = ${smsbox}
log-level = 3
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
sms-incoming-queue-limit = -1
sms-outgoing-queue-limit = -1
dlr-storage = internal
${storing}
group = smsc
smsc = smpp
smsc-id = sim
host = 127.0.0.1
port = ${smscPort}
transceiver-mode = true
smsc-username = "foo"
smsc-password = "bar"
system-type = ""
interface-version = 34
max-pending-submits = 200
enquire-link-interval = 30
wait-ack = 60
wait-ack-expire = 1
dest-addr-ton = 1
dest-addr-npi = 1

group = smsbox
smsbox-id = sb1
bearerbox-host = 127.0.0.1
sendsms-port = ${http}
sendsms-chars = "0123456789 +-"
global-sender = 123
log-level = 3
max-pending-requests = 2000

group = sendsms-user
username = u
password = p
max-messages = 10
concatenation = true

group = sms-service
keyword = default
max-messages = 0
text = "none"
`;
}
