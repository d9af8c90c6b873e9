import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 that is nobody's on the public internet (RFC 6890 and its registry), and a cloud's own services. */
const REFUSED_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Here are the metadata services of most clouds, 169.254.169.254.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // A public address by its number, but inside Azure the machine's own agent.
  ['168.63.129.16', 32],
] as const;

/** Global unicast; whatever is outside is link-local, unique local, multicast, IPv4-mapped, NAT64 or not assigned. */
const GLOBAL_V6 = ['2000::', 3] as const;

/** Inside global unicast, but not to be reached or a wrapping of IPv4: protocol assignments with Teredo, 6to4, documentation. */
const REFUSED_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused = new BlockList();
for (const [net, prefix] of REFUSED_V4) refused.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of REFUSED_V6) refused.addSubnet(net, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet(...GLOBAL_V6, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether a webhook may not be posted to an address, because it is inside some network and not on the internet. An
 * endpoint whose URL names loopback may be at loopback and nowhere else.
 */
export function isRefusedAddress(address: string, namesLoopback: boolean): boolean {
  if (isIPv4(address))
    return namesLoopback ? !loopback.check(address, 'ipv4') : refused.check(address, 'ipv4');
  // A zone (`%eth0`) belongs to link-local addresses alone.
  if (!isIPv6(address) || address.includes('%')) return true;
  if (namesLoopback) return address !== '::1';
  return !global.check(address, 'ipv6') || refused.check(address, 'ipv6');
}
