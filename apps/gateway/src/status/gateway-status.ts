import type { SettingsKeeper } from '@smseal/client';
import { HEAD_PROOF_MS } from '@smseal/policy';
import { RATE_SECONDS, type GatewayStatus } from '@smseal/protocol';
import type { Connector } from '../connector/connector.ts';
import type { Dispatcher } from '../outbox/dispatcher.ts';
import type { SuppressionDesk } from '../suppression/suppression-desk.ts';
import type { EndpointState } from '../webhook/endpoint-state.ts';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';
import { RateMeter } from './rate-meter.ts';

/** What a status is made of. */
export interface StatusParts {
  keeper: Pick<SettingsKeeper, 'settings' | 'provenAt'>;
  suppressions: Pick<SuppressionDesk, 'proofAge'>;
  connectors: () => readonly Connector[];
  dispatcher: () => Pick<Dispatcher, 'inHand' | 'batches'>;
  webhooks: Pick<WebhookDesk, 'states'>;
}

/** Where a gateway stands, so far as it knows itself: no number and no text. */
export class StatusReader {
  readonly #parts: StatusParts;
  readonly #rate = new RateMeter(RATE_SECONDS);

  constructor(parts: StatusParts) {
    this.#parts = parts;
  }

  /** A carrier has taken a text. */
  sent(now: number): void {
    this.#rate.count(now);
  }

  read(now: number): Omit<GatewayStatus, 'v' | 'type' | 'life' | 'began'> {
    const { keeper, suppressions, connectors, dispatcher, webhooks } = this.#parts;
    const { settings, provenAt } = keeper;
    const age = suppressions.proofAge;
    const { inHand, batches } = dispatcher();
    return {
      at: instant(now),
      paused: settings?.paused ?? false,
      settings: { version: settings?.version ?? null, shownAt: provenAt === null ? null : instant(provenAt) },
      suppressions: {
        proven: age !== null && age <= HEAD_PROOF_MS,
        provenAt: age === null ? null : instant(now - age),
      },
      connectors: connectors().map(connectorStatus),
      texts: { perSecond: this.#rate.perSecond(now), inHand, batches },
      webhooks: webhooks.states.map(webhookStatus),
    };
  }
}

function connectorStatus(connector: Connector): GatewayStatus['connectors'][number] {
  const { id, name, window, slowedAt } = connector;
  const { state, reason, since } = connector.state;
  return {
    id,
    name,
    state,
    reason,
    since: instant(since),
    window,
    unanswered: state === 'bound' ? Math.max(0, window - connector.capacity()) : 0,
    slowedAt: slowedAt === null ? null : instant(slowedAt),
  };
}

function webhookStatus({ until, ...state }: EndpointState): GatewayStatus['webhooks'][number] {
  return { ...state, until: until === null ? null : instant(until) };
}

function instant(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
