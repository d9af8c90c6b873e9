import { formatApiToken, type GatewaySettings } from '@smseal/protocol';
import type { GatewayApi, GatewayView } from '../src/engine/gateway/gateway-api.ts';
import { changeSettings, emptySettings, type SettingsChange } from '../src/engine/gateway/change-settings.ts';
import type { Demo } from './demo-state.ts';
import { statusApi } from './demo-status.ts';

const DAY = 86_400_000;
const id = (letter: string) => letter.repeat(22);
const iso = (back: number) => new Date(Date.now() - back).toISOString();

/** What a gateway that has worked for some time obeys. */
function busySettings(gateway: string): GatewaySettings {
  const secret = btoa('a secret of thirty-two octets…'.padEnd(32).slice(0, 32).replaceAll('…', '.'));
  const hash = 'A'.repeat(43);
  return {
    ...emptySettings(gateway, iso(2 * 3_600_000), 'A'.repeat(43)),
    version: 7,
    apiKeys: [
      { id: id('k'), name: 'Web shop', hash, scopes: ['send', 'read'], createdAt: iso(34 * DAY) },
      {
        id: id('l'),
        name: 'Appointments',
        hash,
        scopes: ['send', 'read', 'cancel'],
        createdAt: iso(20 * DAY),
      },
      { id: id('m'), name: 'Alarm of the cold store', hash, scopes: ['send'], createdAt: iso(3 * DAY) },
    ],
    webhooks: [
      {
        id: id('w'),
        url: 'https://shop.example/hooks/smseal',
        secret,
        events: ['message.state', 'message.received'],
        createdAt: iso(30 * DAY),
        paused: false,
      },
      {
        id: id('x'),
        url: 'http://127.0.0.1:8080/appointments/answers',
        secret,
        events: ['message.received'],
        createdAt: iso(20 * DAY),
        paused: true,
      },
    ],
    connectors: [
      {
        type: 'smpp',
        id: id('c'),
        name: 'Northern Carrier',
        host: 'smpp.carrier.example',
        port: 3550,
        tls: true,
        systemId: 'shop',
        password: 'secret',
        systemType: '',
        bind: 'transceiver',
        window: 50,
        segmentsPerSecond: 40,
        defaultAlphabet: 'gsm7',
        languages: ['turkish'],
        from: ['+447700900555', 'NORDLICHT', '60123'],
      },
    ],
    limits: { segmentsPerSecond: null, textsPerDay: 20_000 },
  };
}

/** Gateways of the demonstration: one at work, one that was linked just now. */
export function gatewayApi(demo: Demo): GatewayApi {
  const settings = new Map<string, GatewaySettings>();
  const gateways = () =>
    demo.data.devices.filter(({ platform, removedAt }) => platform === 'gateway' && removedAt === null);
  const [busy] = gateways();
  if (busy) settings.set(busy.id, busySettings(busy.id));
  const poolOf = (gateway: string) =>
    [...settings].find(([pool, { members }]) => pool !== gateway && members.includes(gateway))?.[0] ??
    gateway;
  const change = (device: string, what: SettingsChange) => {
    const gateway = poolOf(device);
    const before = settings.get(gateway) ?? emptySettings(gateway, iso(0), 'A'.repeat(43));
    const fresh = { id: crypto.randomUUID(), at: iso(0), secret: 'c2VjcmV0' };
    settings.set(gateway, changeSettings(before, what, fresh));
    demo.version += 1;
    demo.emit('gateways', { version: demo.version });
    return Promise.resolve();
  };
  const view = (device: GatewayView['device']): GatewayView => {
    if (demo.scenario === 'alarm')
      return {
        device,
        pool: device.id,
        settings: null,
        author: null,
        refused: {
          code: 'settings-rolled-back',
          sentence:
            'The server showed older settings of a gateway than this device has seen before, or none.',
        },
      };
    const known = settings.get(poolOf(device.id)) ?? null;
    const removed = demo.scenario === 'offline';
    const author = known && { name: removed ? 'Old laptop' : 'Chromium on Linux', removed };
    return { device, pool: poolOf(device.id), settings: known, author, refused: null };
  };
  return {
    gateways: () => demo.answer(gateways().map(view)),
    saveGatewaySettings: change,
    joinPool: (gateway, into) => change(into, { type: 'add-member', gateway }),
    leavePool: (gateway) => change(gateway, { type: 'drop-member', gateway }),
    ...statusApi(demo),
    newApiKey: async (gateway, { name, scopes }) => {
      const key = { id: id('n'), name, hash: 'A'.repeat(43), scopes, createdAt: iso(0) };
      await change(gateway, { type: 'add-api-key', key });
      return {
        token: formatApiToken({
          id: key.id,
          secret: 'Zm9yIHNob3cgb25seTogdGhpcyBpcyBubyBzZWNyZXQu'.slice(0, 43),
        }),
      };
    },
  };
}
