/** An address of 4 or 16 octets as people write it; one of the old kind inside a new one as the old one. */
export function addressOf(octets: Buffer): string {
  if (octets.length === 4) return octets.join('.');
  const groups = octets.toString('hex').match(/.{4}/g) ?? [];
  if (/^0{20}ffff/.test(octets.toString('hex'))) return octets.subarray(12).join('.');
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** Whether it can only be this machine: 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
