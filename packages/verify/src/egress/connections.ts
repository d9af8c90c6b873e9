import { readdir, readFile, readlink } from 'node:fs/promises';
import { INVENTORY } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

/** A program on this machine, and whom it may hold connections to. */
export interface RunningProgram {
  /** As the inventory's connections begin. */
  name: 'server' | 'gateway' | 'phone';
  pid: number;
  /** Ports of its peers on this machine, by whom they stand for in the inventory's connections. */
  peers: Readonly<Record<string, number | readonly number[]>>;
}

export interface RunningSystem {
  programs: readonly RunningProgram[];
}

interface Socket {
  inode: string;
  localPort: number;
  remote: string;
  remotePort: number;
  state: string;
}

const ESTABLISHED = '01';
const LISTENING = '0A';

/** Sockets that the programs opened themselves, against the inventory's connections. Linux tells of them. */
export async function connections({ programs }: RunningSystem): Promise<Outcome> {
  if (process.platform !== 'linux') return unproved('only Linux tells which connections a process holds');
  const listed = new Set(INVENTORY.filter(({ place }) => place === 'connection').map(({ name }) => name));
  const faults: string[] = [];
  let count = 0;
  for (const { name, pid, peers } of programs) {
    for (const peer of Object.keys(peers))
      if (!listed.has(`${name}/${peer}`)) faults.push(`${name}/${peer} is not listed`);
    const ports = new Set(Object.values(peers).flat());
    for (const { remote, remotePort } of await openedBy(pid)) {
      count++;
      if (!isLoopback(remote) || !ports.has(remotePort))
        faults.push(`the ${name} holds a connection to ${remote}:${remotePort}`);
    }
  }
  if (count === 0) return unproved('no connection was open at this moment');
  const names = programs.map(({ name }) => name).join(' and ');
  return verdict(faults, `${count} connections of ${names}, all to those listed`);
}

/** Established connections that the process did not take in on a port of its own. */
async function openedBy(pid: number): Promise<Socket[]> {
  const own = await inodesOf(pid);
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  );
  const sockets = tables.flatMap(socketsOf).filter(({ inode }) => own.has(inode));
  const listening = new Set(
    sockets.filter(({ state }) => state === LISTENING).map(({ localPort }) => localPort),
  );
  return sockets.filter(({ state, localPort }) => state === ESTABLISHED && !listening.has(localPort));
}

async function inodesOf(pid: number): Promise<Set<string>> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

function socketsOf(table: string): Socket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const [, local = '', remote = '', state = ''] = fields;
      const inode = fields[9];
      if (inode === undefined) return [];
      const [address = '', port = ''] = remote.split(':');
      return [
        {
          inode,
          state,
          localPort: Number.parseInt(local.split(':')[1] ?? '', 16),
          remote: address,
          remotePort: Number.parseInt(port, 16),
        },
      ];
    });
}

/** 127.0.0.0/8 and ::1, also mapped, as the kernel writes them: groups of four octets in the machine's own order. */
function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith('7F');
  return address === '00000000000000000000000001000000' || /^0{16}FFFF0000.{6}7F$/.test(address);
}
