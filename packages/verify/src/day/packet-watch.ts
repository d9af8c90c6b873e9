import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { waitFor } from '../stage/wait-for.ts';
import { packetFilter, reachOf } from './packet.ts';
import type { Reach } from './reach.ts';

/**
 * Node has no sockets that see packets; Perl has, and is on every Debian. AF_PACKET 17, SOCK_DGRAM 2 (from the IP header
 * on), ETH_P_ALL 3, SOL_SOCKET 1, SO_ATTACH_FILTER 26. Prints the beginning of each packet in hex, and ends with its input.
 */
const WATCHER = `
  socket(my $s, 17, 2, unpack('n', pack('S', 3))) or die "no packet socket: $!\\n";
  my $f = pack('H*', shift);
  setsockopt($s, 1, 26, pack('Sx![P]P', length($f) / 8, $f)) or die "no packet filter: $!\\n";
  $| = 1;
  print "\\n";
  my ($both, $input) = ('', '');
  vec($input, fileno(STDIN), 1) = 1;
  vec($both, fileno($s), 1) = 1;
  $both |= $input;
  while (select(my $ready = $both, undef, undef, undef) > 0) {
    last if vec($ready, fileno(STDIN), 1);
    recv($s, my $p, 512, 0);
    print unpack('H*', $p), "\\n";
  }`;

/** An address that is nobody's (RFC 5737), by which the watch shows that it sees. */
const MARK = { address: '198.51.100.77', port: 9 };
const MARK_EVERY_MS = 200;

/** Sees all that leaves a program of this network, wherever it was to go. */
export class PacketWatch {
  readonly #child: ChildProcess;
  readonly #seen: Reach[] = [];
  #marks = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @throws Error where it does not see. */
  static async open(): Promise<PacketWatch> {
    const child = spawn('perl', ['-e', WATCHER, packetFilter().toString('hex')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const watch = new PacketWatch(child);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => watch.#read(line));
    await Promise.race([once(lines, 'line'), once(child, 'error').then(([error]) => Promise.reject(error))]);
    await watch.#seesMark();
    return watch;
  }

  /** All that it saw. @throws Error where it has stopped seeing. */
  async end(): Promise<Reach[]> {
    await this.#seesMark();
    this.#child.kill();
    return this.#seen;
  }

  #read(line: string): void {
    if (line === '') return;
    const reach = reachOf(Buffer.from(line, 'hex'));
    if (reach === null) return;
    if (reach.how === 'udp' && reach.address === MARK.address && reach.port === MARK.port) this.#marks++;
    else this.#seen.push(reach);
  }

  async #seesMark(): Promise<void> {
    const before = this.#marks;
    const socket = createSocket('udp4');
    const send = (): void => socket.send('', MARK.port, MARK.address, () => undefined);
    const again = setInterval(send, MARK_EVERY_MS);
    try {
      send();
      await waitFor('what the watch is to see', () => this.#marks > before || undefined);
    } finally {
      clearInterval(again);
      socket.close();
    }
  }
}
