import { listDevices } from '@smseal/database';
import type { DeviceStatus } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { accountOf, needDeviceOrSession } from '../security/authentication.ts';

/** What the server knows of devices beyond the chain. */
export function deviceRoutes(app: App, deps: Deps): void {
  app.get(
    '/v1/devices',
    { onRequest: needDeviceOrSession(deps) },
    async (request): Promise<{ devices: DeviceStatus[] }> => {
      const account = accountOf(request);
      const [devices, connected] = await Promise.all([
        listDevices(deps.database, account),
        deps.bus.connected(account),
      ]);
      return { devices: devices.map(({ id, lastSeen }) => ({ id, lastSeen, connected: connected.has(id) })) };
    },
  );
}
