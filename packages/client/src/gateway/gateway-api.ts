/** The routes of what gateways obey. */
import { CodedError, type GatewaySettingsList, type Id, type PutGatewaySettings } from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';

/**
 * Hands in the next version of a gateway's settings; the same octets again change nothing.
 * @throws CodedError `version-conflict` (with `current`), `wrong-epoch`, `not-found` (no live gateway), `forbidden`.
 */
export async function putGatewaySettings(
  api: ApiClient,
  put: PutGatewaySettings,
  how: How = {},
): Promise<void> {
  await api.json({ method: 'PUT', path: `/v1/gateways/${put.target}/settings`, json: put, ...how });
}

/** What a gateway obeys; null while it was given nothing. For the gateway itself, and for readers. */
export async function getGatewaySettings(
  api: ApiClient,
  gateway: Id,
  how: How = {},
): Promise<PutGatewaySettings | null> {
  try {
    return await api.json({ method: 'GET', path: `/v1/gateways/${gateway}/settings`, ...how });
  } catch (error) {
    if (error instanceof CodedError && error.code === 'not-found') return null;
    throw error;
  }
}

/** What each live gateway of the account obeys, for readers. */
export async function listGatewaySettings(api: ApiClient, how: How = {}): Promise<PutGatewaySettings[]> {
  const { settings } = await api.json<GatewaySettingsList>({
    method: 'GET',
    path: '/v1/gateways/settings',
    ...how,
  });
  return settings;
}
