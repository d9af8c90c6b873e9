import { createDecipheriv } from 'node:crypto';
import type { Keyring } from '@smseal/database';
import type { RawCopy } from './key-story.ts';

/** Not the product's own opening: it takes the form apart by itself. */
function tryOpen(key: Buffer, octets: Buffer, place: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, octets.subarray(0, 12));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(octets.subarray(-16));
  try {
    return Buffer.concat([decipher.update(octets.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Where a value belongs, as it is authenticated. */
export function place(...parts: (string | number)[]): string {
  return ['smseal/at-rest/1', ...parts.map((part) => `${String(part).length}:${part}`)].join('|');
}

/** Every key that can be had from copies of the key tables and the keyring as it is now. */
export async function everyKey(live: Keyring, ...copies: RawCopy[]): Promise<Buffer[]> {
  const days = new Map<string, Buffer>();
  for (const name of await live.list()) {
    const secret = await live.read(name);
    // What is no key is a copy of the key table, under the same keys.
    if (secret?.length === 32) days.set(name.split('.').at(-1) ?? '', secret);
  }
  const keys = [...days.values()];
  for (const { account_id: account, wrapped } of copies.flatMap(({ accountKeys }) => accountKeys))
    for (const [id, day] of days) {
      const key = tryOpen(day, wrapped, place('account key', id, account));
      if (key) keys.push(key);
    }
  const above = [...keys];
  for (const { account_id: account, number, category, month, wrapped } of copies.flatMap(
    ({ dataKeys }) => dataKeys,
  ))
    for (const key of above) {
      const use = month === null ? category : `${category} ${month}`;
      const dataKey = tryOpen(key, wrapped, place('data key', account, number, use));
      if (dataKey) keys.push(dataKey);
    }
  return keys;
}

/** What one of the keys opens; null where none does. `octets` begin with the number of their data key. */
export function openedBy(keys: readonly Buffer[], octets: Buffer, at: string): Buffer | null {
  for (const key of keys) {
    const plain = tryOpen(key, octets.subarray(5), at);
    if (plain) return plain;
  }
  return null;
}

export const sessionPlace = (account: string, id: string) =>
  place(account, 'content', 'inbound_session.enc', id);
export const emailPlace = (account: string) => place(account, 'account', 'identity.holder.email');
