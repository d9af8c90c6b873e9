/** What the owner of a gateway does in the app: signs what it shall obey, makes API keys. */
import { createHash, randomBytes } from 'node:crypto';
import {
  getGatewaySettings,
  ListKeeper,
  putGatewaySettings,
  SuppressionSet,
  type ListPin,
} from '@smseal/client';
import { formatApiToken, type ApiKey, type GatewaySettings, type Id } from '@smseal/protocol';
import { openGatewaySettings, randomId, sealGatewaySettings } from '@smseal/seal';
import type { HeadlessBrowser } from '../headless-browser.ts';

export class GatewayOwner {
  readonly gateway: Id;
  readonly #browser: HeadlessBrowser;

  constructor(browser: HeadlessBrowser, gateway: Id) {
    this.#browser = browser;
    this.gateway = gateway;
  }

  /** Signs the next version of what the gateway obeys. */
  async configure(change: (settings: GatewaySettings) => GatewaySettings): Promise<void> {
    const { api, membership } = this.#browser;
    await membership.refresh();
    const { chain, keyring, identity } = membership;
    const stored = await getGatewaySettings(api, this.gateway);
    const before = stored && (await openGatewaySettings({ put: stored, chain, as: { keyring } })).settings;
    const next = change(before ?? this.#nothing());
    const version = (before?.version ?? 0) + 1;
    const settings = { ...next, version, at: new Date().toISOString() };
    await putGatewaySettings(api, await sealGatewaySettings({ chain, by: identity.keys, settings }));
  }

  /** Takes another gateway into this one's pool. */
  async take(other: Id): Promise<void> {
    await this.configure((settings) => ({ ...settings, members: [...settings.members, other] }));
  }

  /** Takes a gateway out of the pool again. */
  async release(other: Id): Promise<void> {
    await this.configure((settings) => ({
      ...settings,
      members: settings.members.filter((id) => id !== other),
      generation: settings.generation + 1,
    }));
  }

  /** Makes an API key; its secret is known to the caller alone. */
  async newApiKey(scopes: ApiKey['scopes'] = ['send', 'read', 'cancel']): Promise<{ id: Id; token: string }> {
    const secret = randomBytes(32);
    const id = randomId();
    const hash = createHash('sha256').update(secret).digest('base64url');
    const key: ApiKey = { id, name: 'A program', hash, scopes, createdAt: new Date().toISOString() };
    await this.configure((settings) => ({ ...settings, apiKeys: [...settings.apiKeys, key] }));
    return { id, token: formatApiToken({ id, secret: secret.toString('base64url') }) };
  }

  /** Lets the gateway follow the list of numbers that must not be texted. @returns what the list says. */
  async grantSuppressions(
    others: readonly Id[] = [],
  ): Promise<{ set: SuppressionSet; read: () => Promise<void> }> {
    const { api, membership, person } = this.#browser;
    const set = new SuppressionSet();
    let pin: ListPin | null = null;
    const keeper = new ListKeeper({
      api,
      membership,
      list: 'suppressions',
      store: {
        loadListPin: () => Promise.resolve(pin),
        saveListPin: (_, next) => Promise.resolve(void (pin = next)),
      },
      bell: (alarm) => void person.alarms.push(alarm),
      contents: set,
    });
    for (const gateway of [this.gateway, ...others]) await keeper.grant(gateway);
    return { set, read: () => keeper.catchUp() };
  }

  async revokeApiKey(id: Id): Promise<void> {
    await this.configure((settings) => ({
      ...settings,
      apiKeys: settings.apiKeys.filter((key) => key.id !== id),
    }));
  }

  #nothing(): GatewaySettings {
    return {
      v: 1,
      gateway: this.gateway,
      members: [this.gateway],
      generation: 0,
      secret: randomBytes(32).toString('base64url'),
      version: 0,
      at: new Date().toISOString(),
      paused: false,
      apiKeys: [],
      webhooks: [],
      connectors: [],
      limits: { segmentsPerSecond: null, textsPerDay: null },
    };
  }
}
