import type { ApiKey, GatewaySettings } from '@smseal/protocol';
import type { GatewayChange } from './gateway-api.ts';
import { withMembers } from './pools.ts';

/** Changes that screens make, and those that the engine makes for them. */
export type SettingsChange =
  | GatewayChange
  | { type: 'add-api-key'; key: ApiKey }
  | { type: 'add-member' | 'drop-member'; gateway: string };

/** What a change may need that is new. */
export interface Fresh {
  id: string;
  /** RFC 3339 UTC. */
  at: string;
  /** 32 random octets in standard base64. */
  secret: string;
}

/** What a gateway obeys before anybody has said anything; version 0 is never signed. `secret`: 32 random octets in base64url. */
export function emptySettings(gateway: string, at: string, secret: string): GatewaySettings {
  return {
    v: 1,
    gateway,
    members: [gateway],
    generation: 0,
    secret,
    version: 0,
    at,
    paused: false,
    apiKeys: [],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: null, textsPerDay: null },
  };
}

/** The next version: `settings` with one change. What the change is about may be gone by now; then nothing but the number changes. */
export function changeSettings(
  settings: GatewaySettings,
  change: SettingsChange,
  { id, at, secret }: Fresh,
): GatewaySettings {
  const next = { ...settings, version: settings.version + 1, at };
  const { apiKeys, webhooks, connectors } = settings;
  switch (change.type) {
    case 'sign-again':
      return next;
    case 'pause':
      return { ...next, paused: change.paused };
    case 'limits':
      return { ...next, limits: change.limits };
    case 'add-member':
      return withMembers(next, [...new Set([...next.members, change.gateway])]);
    case 'drop-member':
      return withMembers(
        next,
        next.members.filter((id) => id !== change.gateway),
      );
    case 'add-api-key':
      return { ...next, apiKeys: [...apiKeys, change.key] };
    case 'revoke-api-key':
      return { ...next, apiKeys: without(apiKeys, change.id) };
    case 'add-webhook':
      return {
        ...next,
        webhooks: [...webhooks, { id, secret, createdAt: at, paused: false, ...change.webhook }],
      };
    case 'change-webhook':
      return {
        ...next,
        webhooks: webhooks.map((each) => (each.id === change.id ? { ...each, ...change.webhook } : each)),
      };
    case 'remove-webhook':
      return { ...next, webhooks: without(webhooks, change.id) };
    case 'add-connector':
      return { ...next, connectors: [...connectors, { id, ...change.connector }] };
    case 'change-connector':
      return {
        ...next,
        connectors: connectors.map((each) => (each.id === change.connector.id ? change.connector : each)),
      };
    case 'remove-connector':
      return { ...next, connectors: without(connectors, change.id) };
    default:
      return change satisfies never;
  }
}

function without<T extends { id: string }>(list: readonly T[], id: string): T[] {
  return list.filter((each) => each.id !== id);
}
