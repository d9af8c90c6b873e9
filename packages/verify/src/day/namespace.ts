import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATIENCE_MS = 10_000;

/**
 * A network that has this machine and nothing else: whatever is to leave goes to the loopback device, which lets it drop, and
 * is seen there. The addresses (RFC 5737, RFC 3849) are what it leaves from. Version 6 may be off.
 */
const SET_UP = `
  PATH="$PATH:/usr/sbin:/sbin"
  for program in ip perl; do
    command -v $program >/dev/null || { echo "there is no $program on this machine" >&2; exit 1; }
  done
  ip link set lo up && ip address add 192.0.2.254/32 dev lo && ip route add default dev lo || exit 1
  ip -6 address add 2001:db8::fffe/128 dev lo nodad 2>/dev/null && ip -6 route add default dev lo
  exec "$@"`;

/** The command that runs another one in a network of its own, which takes no right of an administrator's. */
export function inNamespace(command: readonly string[]): [program: string, ...rest: string[]] {
  return ['unshare', '--user', '--map-root-user', '--net', 'sh', '-c', SET_UP, 'sh', ...command];
}

/** Why there can be no network of its own here, in half a sentence; null where there can. */
export async function whyNoNamespace(): Promise<string | null> {
  const packets = `socket(my $s, 17, 2, 0) or die "no packet socket: $!\\n"`;
  const [program, ...rest] = inNamespace(['perl', '-e', packets]);
  try {
    await run(program, rest, { timeout: PATIENCE_MS });
    return null;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: number | string; stderr?: string };
    if (code === 'ENOENT') return 'there is no unshare on this machine';
    return stderr.trim().split('\n').at(-1) || `it ends with ${code}`;
  }
}
