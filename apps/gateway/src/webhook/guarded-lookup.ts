import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { isRefusedAddress } from './refused-address.ts';

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** As the machine resolves names. */
export const resolveByMachine: Resolve = (host) => lookup(host, { all: true });

/** A name leads to where webhooks are not posted. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'address-refused';
}

/**
 * Looks a name up for one connection and refuses it when any of its addresses is refused. The connection is made to the
 * very addresses that were checked, so a name that leads elsewhere a moment later (DNS rebinding) gains nothing.
 */
export function guardedLookup(resolve: Resolve, namesLoopback: boolean): LookupFunction {
  const check = callbackify(async (host: string): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = await resolve(host);
    if (first === undefined) throw new AddressRefused();
    const addresses: [LookupAddress, ...LookupAddress[]] = [first, ...others];
    if (addresses.some(({ address }) => isRefusedAddress(address, namesLoopback))) throw new AddressRefused();
    return addresses;
  });
  return (host, options, callback) =>
    check(host, (error, addresses) => {
      if (error !== null) callback(error, '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
}
