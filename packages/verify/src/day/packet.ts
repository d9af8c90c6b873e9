import { endianness } from 'node:os';
import { addressOf } from '../egress/address.ts';
import type { Reach } from './reach.ts';

const TCP = 6;
const UDP = 17;
const DNS_PORT = 53;
const ICMP6 = 58;
/** The kernel's own: what is hopped by, ICMP, IGMP, ICMPv6. */
const KERNELS = new Set([0, 1, 2, ICMP6]);
/** ICMPv6 type of what had nowhere to go (RFC 4443 §3.1): eight octets of its own, then what it was. */
const UNREACHABLE = 1;
const ICMP6_HEAD = 8;

/** Steps of the kernel's packet filter (classic BPF): code, steps to skip if so, steps to skip if not, operand. */
const STEPS: readonly (readonly [code: number, so: number, not: number, operand: number])[] = [
  // Leaving packets only: whatever stays in the machine comes back in a second time.
  [0x20, 0, 0, 0xff_ff_f0_04],
  [0x15, 0, 15, 4],
  // Version 4 or 6; anything else is kept.
  [0x30, 0, 0, 0],
  [0x54, 0, 0, 0xf0],
  [0x15, 1, 0, 0x40],
  [0x15, 5, 10, 0x60],
  // Version 4: what is not TCP is kept; of TCP the flags.
  [0x30, 0, 0, 9],
  [0x15, 0, 8, TCP],
  [0xb1, 0, 0, 0],
  [0x50, 0, 0, 13],
  [0x05, 0, 0, 3],
  // Version 6, the same.
  [0x30, 0, 0, 6],
  [0x15, 0, 3, TCP],
  [0x30, 0, 0, 53],
  // Of TCP only what asks for a connection: SYN without ACK.
  [0x54, 0, 0, 0x12],
  [0x15, 0, 1, 0x02],
  // Keep, or do not.
  [0x06, 0, 0, 512],
  [0x06, 0, 0, 0],
];

/** The filter as the kernel takes it, in the machine's own order: what asks for a connection, and all that is not TCP. */
export function packetFilter(): Buffer {
  const isLittle = endianness() === 'LE';
  return Buffer.concat(
    STEPS.map(([code, so, not, operand]) => {
      const step = Buffer.alloc(8);
      step.writeUInt8(so, 2);
      step.writeUInt8(not, 3);
      if (isLittle) step.writeUInt32LE(operand, 4);
      else step.writeUInt32BE(operand, 4);
      if (isLittle) step.writeUInt16LE(code, 0);
      else step.writeUInt16BE(code, 0);
      return step;
    }),
  );
}

/**
 * Reads the beginning of an IP packet. Version 6 lets nothing go to the loopback device that is for elsewhere: the kernel
 * says so to whoever sent it, in a packet that repeats what was sent. @returns null for all else that the kernel says itself.
 */
export function reachOf(packet: Buffer): Reach | null {
  const isOld = packet.readUInt8(0) >> 4 === 4;
  const protocol = packet.readUInt8(isOld ? 9 : 6);
  if (!isOld && protocol === ICMP6 && packet[40] === UNREACHABLE)
    return reachOf(packet.subarray(40 + ICMP6_HEAD));
  if (KERNELS.has(protocol)) return null;
  const address = addressOf(isOld ? packet.subarray(16, 20) : packet.subarray(24, 40));
  const body = packet.subarray(isOld ? (packet.readUInt8(0) & 0x0f) * 4 : 40);
  if (protocol !== TCP && protocol !== UDP) return { how: `protocol ${protocol}`, address, port: 0, from: 0 };
  const port = body.readUInt16BE(2);
  const reach = { how: protocol === TCP ? 'tcp' : 'udp', address, port, from: body.readUInt16BE(0) };
  if (protocol !== UDP || port !== DNS_PORT) return reach;
  return { ...reach, name: askedName(body.subarray(8)) };
}

/** The name in a question (RFC 1035 §4.1.2), as far as it was kept. */
function askedName(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 12, length = question[at] ?? 0; length > 0 && length < 64; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return labels.join('.');
}
