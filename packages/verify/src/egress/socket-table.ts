import { readdir, readFile, readlink } from 'node:fs/promises';
import { endianness } from 'node:os';
import { addressOf } from './address.ts';

/** A connection that a process opened or seeks, as Linux tells of it. */
export interface OpenedSocket {
  localPort: number;
  remote: string;
  remotePort: number;
}

interface Socket extends OpenedSocket {
  inode: string;
  state: string;
}

const ESTABLISHED = '01';
const SEEKING = '02';
const LISTENING = '0A';

/** Connections that the process holds or seeks, and did not take in on a port of its own. */
export async function openedBy(pid: number): Promise<OpenedSocket[]> {
  const own = await inodesOf(pid);
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  );
  const sockets = tables.flatMap(socketsOf).filter(({ inode }) => own.has(inode));
  const listening = new Set(
    sockets.filter(({ state }) => state === LISTENING).map(({ localPort }) => localPort),
  );
  return sockets.filter(
    ({ state, localPort }) => (state === ESTABLISHED || state === SEEKING) && !listening.has(localPort),
  );
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
          remote: addressOf(octetsOf(address)),
          remotePort: Number.parseInt(port, 16),
        },
      ];
    });
}

/** The kernel writes an address as numbers of four octets in the machine's own order. */
function octetsOf(address: string): Buffer {
  const octets = Buffer.from(address, 'hex');
  return endianness() === 'LE' ? octets.swap32() : octets;
}
