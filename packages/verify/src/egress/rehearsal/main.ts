/**
 * `main.ts RELEASE SOCKET packets|sockets`: plays a day of a service that is there for it alone, and prints what its programs
 * reached for meanwhile. PostgreSQL is behind SOCKET, a path, because it is outside the network that this runs in; the rest
 * of where it is, and the service's folder, are said by `SMSEAL_DATABASE_URL` and `SMSEAL_HOME`.
 */
import { openRelay } from '../relay.ts';
import { playDay } from './day.ts';
import { OwnConnections } from './own-connections.ts';
import { PacketWatch } from './packet-watch.ts';
import type { RehearsedDay } from './rehearsed-day.ts';
import { SocketWatch } from './socket-watch.ts';

const [release = '', socket = '', way = ''] = process.argv.slice(2);
// It ends with whoever started it, and so does what it starts.
process.stdin.once('end', () => process.exit(1)).resume();

const own = new OwnConnections();
const isWhole = way === 'packets';
const watch = isWhole ? await PacketWatch.open() : new SocketWatch();
const relay = await openRelay({ host: '127.0.0.1', port: 0 }, { path: socket });
const databaseUrl = new URL(process.env['SMSEAL_DATABASE_URL'] ?? '');
databaseUrl.port = String(relay.port);
const { SMSEAL_HOME: home = '', SMSEAL_DATABASE_URL: _outside, ...env } = process.env;
const peers = await playDay({ release, home, databaseUrl: databaseUrl.href, env });
const reached = (await watch.end()).filter((reach) => !own.has(reach));
const day: RehearsedDay = { peers, reached, isWhole };
process.stdout.write(JSON.stringify(day), () => process.exit(0));
