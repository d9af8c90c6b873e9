/** What the gateways of the demonstration say of themselves. */
import type { GatewayStatus, WebhookAttempts } from '@smseal/protocol';
import type { GatewayApi } from '../src/engine/gateway/gateway-api.ts';
import type { Demo } from './demo-state.ts';
import { DEMO_BATCHES } from './demo-timelines.ts';

const iso = (back: number) => new Date(Date.now() - back).toISOString();
const id = (letter: string) => letter.repeat(22);

/** A gateway that works, beside one that was linked just now and says nothing. */
export function statusApi(demo: Demo): Pick<GatewayApi, 'watchGateway' | 'replayWebhook'> {
  const busy = demo.data.devices.find(({ platform }) => platform === 'gateway');
  return {
    watchGateway: (gateway, webhook) => {
      if (gateway !== busy?.id || demo.scenario === 'offline') return Promise.resolve(true);
      queueMicrotask(() => {
        demo.emit('gatewayStatus', { gateway, status: status() });
        if (webhook !== null)
          demo.emit('webhookAttempts', { gateway, webhook, attempts: attemptsOf(webhook) });
      });
      return Promise.resolve(true);
    },
    replayWebhook: () => Promise.resolve({ events: 142 }),
  };
}

function status(): GatewayStatus {
  const perSecond = Array.from({ length: 60 }, (_, at) =>
    at < 14 ? 0 : Math.round(34 + 5 * Math.sin(at / 3) + (at % 7) - (at > 40 && at < 46 ? 22 : 0)),
  );
  const counts = { givenUp: 0, dropped: 0, underWay: 0 };
  return {
    v: 1,
    type: 'status',
    life: id('L'),
    began: iso(3 * 3_600_000),
    at: iso(0),
    paused: false,
    settings: { version: 7, shownAt: iso(41_000) },
    suppressions: { proven: true, provenAt: iso(12_000) },
    connectors: [
      {
        id: id('c'),
        name: 'Northern Carrier',
        state: 'bound',
        reason: null,
        since: iso(2.2 * 3_600_000),
        window: 50,
        unanswered: 37,
        slowedAt: iso(25 * 60_000),
      },
      {
        id: id('d'),
        name: 'Second Carrier',
        state: 'lost',
        reason: 'bind-refused ESME_RINVPASWD',
        since: iso(4 * 60_000),
        window: 200,
        unanswered: 0,
        slowedAt: null,
      },
    ],
    texts: { perSecond, inHand: 1204, batches: 3 },
    webhooks: [
      {
        ...counts,
        webhook: id('w'),
        condition: 'broken',
        reason:
          'The receiver failed ten times in a row; one event is tried now and then until it answers again.',
        until: new Date(Date.now() + 140_000).toISOString(),
        queued: 812,
        taken: 20_418,
      },
      {
        ...counts,
        webhook: id('x'),
        condition: 'paused',
        reason: 'Paused in the settings; events wait for a day.',
        until: null,
        queued: 3,
        taken: 96,
      },
    ],
  };
}

function attemptsOf(webhook: string): WebhookAttempts['attempts'] {
  if (webhook === id('x')) return [];
  const text = `${DEMO_BATCHES.delivered}:0`;
  return Array.from({ length: 18 }, (_, n) => {
    const failed = n < 11;
    const timedOut = failed && n % 4 === 1;
    const at = Date.now() - n * 31_400 - 4_000;
    return {
      event: n === 5 ? `${id('r')}:received` : `${text}:${n % 3 === 0 ? 'delivered' : 'sent'}:0:${at}`,
      message: text,
      attempt: failed ? 3 - (n % 3) : 1,
      at: new Date(at).toISOString(),
      status: timedOut ? null : failed ? 503 : 204,
      error: timedOut ? 'timeout' : null,
      ms: timedOut ? 10_000 : 18 + n * 3,
      nextAt: failed ? new Date(Date.now() + 140_000 + n * 1000).toISOString() : null,
    };
  });
}
