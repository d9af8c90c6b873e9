/**
 * `main.ts RELEASE SOCKET packets|sockets`: plays a day of a service that is there for it alone, and prints what its programs
 * reached for meanwhile and which headers they read. PostgreSQL is behind SOCKET, a path, because it is outside the network
 * that this runs in; the rest of where it is, and the service's folder, are said by `SMSEAL_DATABASE_URL` and `SMSEAL_HOME`.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { OwnConnections } from './own-connections.ts';
import { PacketWatch } from './packet-watch.ts';
import { playDay } from './play-day.ts';
import type { RehearsedDay } from './rehearsed-day.ts';
import { openRelay } from './relay.ts';
import { SocketWatch } from './socket-watch.ts';

const [release = '', socket = '', way = ''] = process.argv.slice(2);
// It ends with whoever started it, and so does what it starts.
process.stdin.once('end', () => process.exit(1)).resume();

const own = new OwnConnections();
const watch = way === 'packets' ? await PacketWatch.open() : new SocketWatch();
const relay = await openRelay({ host: '127.0.0.1', port: 0 }, { path: socket });
const databaseUrl = new URL(process.env['SMSEAL_DATABASE_URL'] ?? '');
databaseUrl.port = String(relay.port);
const { SMSEAL_HOME: home = '', SMSEAL_DATABASE_URL: _outside, ...env } = process.env;
const headers = path.join(home, 'headers');
await mkdir(headers);
const peers = await playDay({ release, home, databaseUrl: databaseUrl.href, headers, env });
const reached = (await watch.end()).filter((reach) => !own.has(reach));
const day: Omit<RehearsedDay, 'release' | 'whyNotApart'> = {
  peers,
  reached,
  headers: await readNotes(headers),
};
process.stdout.write(JSON.stringify(day), () => process.exit(0));

/** What the programs noted, by the name of each. */
async function readNotes(folder: string): Promise<Record<string, string[]>> {
  const notes: Record<string, string[]> = {};
  for (const name of await readdir(folder)) {
    const lines = (await readFile(path.join(folder, name), 'utf8')).split('\n');
    notes[name] = [...new Set(lines)].filter(Boolean).toSorted();
  }
  return notes;
}
