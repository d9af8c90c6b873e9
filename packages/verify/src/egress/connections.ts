import { INVENTORY } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { isLoopback } from './address.ts';
import { openedBy } from './socket-table.ts';

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
