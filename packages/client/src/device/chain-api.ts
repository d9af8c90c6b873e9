/** The routes of the devices' chain and of sealed keys. */
import type { AppendChain, ChainPage, DeviceStatus, Id, KeysPage } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/** The chain's entries from index `after` on. */
export function getChain(api: ApiClient, after: number, how: How = {}): Promise<ChainPage> {
  return api.json({ method: 'GET', path: '/v1/chain', query: { after }, ...how });
}

/**
 * Appends signed entries, all or nothing. Not idempotent, so it is tried once; after silence read the chain.
 * @throws CodedError `chain-conflict`, `cutoffs-stale` (sign again with its `authored`), `keys-missing`, `chain-invalid`.
 */
export async function appendChain(api: ApiClient, request: AppendChain, how: How = {}): Promise<void> {
  await api.json({ method: 'POST', path: '/v1/chain', json: request, retry: 0, ...how });
}

/** Keys sealed to the caller, or to the root for recovery. */
export function getKeys(api: ApiClient, recipient: Id | 'root' | null, how: How = {}): Promise<KeysPage> {
  return api.json({
    method: 'GET',
    path: '/v1/keys',
    query: { recipient: recipient === 'root' ? 'root' : undefined },
    ...how,
  });
}

/** Last day seen and whether connected, by device. */
export function getDevices(api: ApiClient, how: How = {}): Promise<{ devices: DeviceStatus[] }> {
  return api.json({ method: 'GET', path: '/v1/devices', ...how });
}
