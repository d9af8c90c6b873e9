import { listGatewaySettings, putGatewaySettings, readGatewaySettings } from '@smseal/database';
import { CodedError, closed, Id, PutGatewaySettings, type GatewaySettingsList } from '@smseal/protocol';
import type { App } from '../app.ts';
import type { Deps } from '../deps.ts';
import { readEnvelope } from '../record/envelope.ts';
import { deviceOf, needCapability, needDevice } from '../security/authentication.ts';

const GatewayParams = closed({ id: Id });

/** What gateways obey: sealed settings, put by those who configure, read by the gateway itself and the account's readers. */
export function gatewayRoutes(app: App, deps: Deps): void {
  app.put(
    '/v1/gateways/:id/settings',
    { onRequest: needDevice(deps, 'configure'), schema: { params: GatewayParams, body: PutGatewaySettings } },
    async (request): Promise<{ version: number }> => {
      const device = deviceOf(request);
      const put = request.body;
      if (put.author !== device.id) throw new CodedError('wrong-author');
      if (put.target !== request.params.id) throw new CodedError('invalid-request', { at: '/target' });
      checkEnvelope(put);
      const { account } = device;
      const isNew = await putGatewaySettings(deps.database, { account, put, now: deps.now().getTime() });
      if (isNew) deps.bus.publish(account, { type: 'settings' });
      return { version: put.version };
    },
  );

  app.get(
    '/v1/gateways/:id/settings',
    { onRequest: needDevice(deps), schema: { params: GatewayParams } },
    async (request): Promise<PutGatewaySettings> => {
      const device = deviceOf(request);
      const target = request.params.id;
      if (target !== device.id) needCapability(device, 'read');
      return readGatewaySettings(deps.database, { account: device.account, gateway: target });
    },
  );

  app.get(
    '/v1/gateways/settings',
    { onRequest: needDevice(deps, 'read') },
    async (request): Promise<GatewaySettingsList> => ({
      settings: await listGatewaySettings(deps.database, deviceOf(request).account),
    }),
  );
}

/** Settings are sealed under their content key, never under a session. */
function checkEnvelope({ envelope, target }: PutGatewaySettings): void {
  if (readEnvelope(envelope, target).suite !== 1) throw new CodedError('not-an-envelope', { record: target });
}
