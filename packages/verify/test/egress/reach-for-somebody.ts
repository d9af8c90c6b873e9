/** Run in a network of its own: reaches for others as briefly as can be, and prints what the watch saw. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { connect } from 'node:net';
import { PacketWatch } from '../../src/day/packet-watch.ts';

const watch = await PacketWatch.open();
const reach = (port: number, host: string): void => {
  const socket = connect(port, host).on('error', () => undefined);
  setImmediate(() => socket.destroy());
};
reach(443, '192.0.2.7');
reach(8443, '2001:db8::7');
reach(9999, '127.0.0.1');
const socket = createSocket('udp4');
await new Promise((sent) => socket.send('hello', 4000, '203.0.113.5', sent));
socket.close();
const resolver = new Resolver({ timeout: 100, tries: 1 });
resolver.setServers(['127.0.0.53']);
await new Promise((answered) => resolver.resolve4('metrics.example', answered));
process.stdout.write(JSON.stringify(await watch.end()));
