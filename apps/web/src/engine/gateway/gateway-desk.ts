import {
  alarmOf,
  ALARMS,
  listGatewaySettings,
  putGatewaySettings,
  replayOf,
  type AlarmBell,
  type AlarmCode,
  type ApiClient,
  type Membership,
  type SettingsPin,
} from '@smseal/client';
import {
  CodedError,
  formatApiToken,
  toBase64Url,
  type ApiScope,
  type GatewaySettings,
  type ListHead,
  type PutGatewaySettings,
} from '@smseal/protocol';
import {
  newCredential,
  openGatewaySettings,
  poolStanding,
  randomId,
  SealError,
  sealGatewaySettings,
  type PoolStanding,
} from '@smseal/seal';
import type { DeviceView } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';
import { changeSettings, emptySettings, type SettingsChange } from './change-settings.ts';
import type { GatewayView } from './gateway-api.ts';
import { poolOf, withoutRemoved } from './pools.ts';

/** Where a browser keeps the versions that it has seen, by gateway. */
export interface SettingsPins {
  loadSettingsPins(): Promise<Readonly<Record<string, SettingsPin>>>;
  saveSettingsPins(pins: Readonly<Record<string, SettingsPin>>): Promise<void>;
}

export interface GatewayDeskOptions {
  api: ApiClient;
  membership: Membership;
  pins: SettingsPins;
  bell: AlarmBell;
  /** Where the list of suppressions ends; null while there is none. */
  listEnd: () => Promise<ListHead | null>;
  /** Screens should ask again; the number rises. */
  tell: (version: number) => void;
}

/** What the server shows for one gateway, opened or refused. */
interface Known {
  put: PutGatewaySettings | null;
  settings: GatewaySettings | null;
  refused: AlarmCode | null;
}

const TRIES = 5;

/** What gateways obey, as this browser reads it, changes it and signs it. */
export class GatewayDesk {
  readonly #options: GatewayDeskOptions;
  #known: ReadonlyMap<string, Known> | null = null;
  /** Length of the chain that `#known` was judged by; 0 when it is to be looked at anew. */
  #judgedBy = 0;
  #versions = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: GatewayDeskOptions) {
    this.#options = options;
  }

  /** The server says that something is new, or this browser may have missed that. */
  stale(): void {
    this.#judgedBy = 0;
    if (this.#known !== null) this.#tell();
  }

  /** Live gateways with their settings; while the server is away, as they were. */
  views(devices: readonly DeviceView[]): Promise<GatewayView[]> {
    return this.#inTurn(async () => {
      const known = await this.#look();
      return devices
        .filter(({ platform, removedAt }) => platform === 'gateway' && removedAt === null)
        .map((device) => {
          const pool = poolOf(device.id, known);
          return this.#view(device, pool, known.get(pool));
        })
        .toSorted((a, b) => a.device.name.localeCompare(b.device.name));
    });
  }

  /** What one device obeys; null for nothing, and for one that is no gateway. */
  settingsOf(gateway: string): Promise<GatewaySettings | null> {
    return this.#inTurn(async () => {
      const known = await this.#look();
      return known.get(poolOf(gateway, known))?.settings ?? null;
    });
  }

  /** Changes what a gateway's pool obeys. */
  change(gateway: string, change: SettingsChange): Promise<void> {
    return this.#inTurn(async () => this.#change(poolOf(gateway, await this.#read()), change));
  }

  /** Takes a gateway into another one's pool; what it obeyed by itself waits until it leaves. */
  join(gateway: string, into: string): Promise<void> {
    return this.#inTurn(async () => {
      const pool = poolOf(into, await this.#read());
      await this.#change(pool, { type: 'add-member', gateway });
    });
  }

  /** Takes a gateway out of the pool that it is in: it obeys its own settings again. */
  leave(gateway: string): Promise<void> {
    return this.#inTurn(async () => {
      const pool = poolOf(gateway, await this.#read());
      if (pool === gateway) return;
      // A gateway goes only where it is called by a word that it has not heard before.
      await this.#change(gateway, { type: 'sign-again' });
      await this.#change(pool, { type: 'drop-member', gateway });
    });
  }

  /** Who belongs to the pool that a gateway is in. @throws EngineError where its settings are refused. */
  standingOf(gateway: string): Promise<PoolStanding> {
    return this.#inTurn(async () => {
      const known = await this.#look();
      const pool = poolOf(gateway, known);
      const { settings = null, refused = null } = known.get(pool) ?? {};
      if (refused !== null) throw new EngineError(refused, ALARMS[refused]);
      return poolStanding(this.#options.membership.chain, pool, settings);
    });
  }

  /** Makes an API key; only its digest is kept. */
  async newApiKey(gateway: string, { name, scopes }: { name: string; scopes: ApiScope[] }): Promise<string> {
    const { token: secret, hash } = await newCredential();
    const id = randomId();
    await this.change(gateway, {
      type: 'add-api-key',
      key: { id, name, hash, scopes, createdAt: this.#now() },
    });
    return formatApiToken({ id, secret });
  }

  /** One at a time: what is signed builds on what was seen last. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#running.catch(() => undefined).then(work);
    this.#running = next;
    return next;
  }

  async #look(): Promise<ReadonlyMap<string, Known>> {
    if (this.#known !== null && this.#judgedBy === this.#options.membership.chain.length) return this.#known;
    try {
      return await this.#read();
    } catch (error) {
      if (this.#known === null) throw error;
      return this.#known;
    }
  }

  /** Reads all settings from the server, opens them, and pins what was seen. */
  async #read(): Promise<ReadonlyMap<string, Known>> {
    const { api, membership, pins } = this.#options;
    const shown = new Map((await listGatewaySettings(api)).map((put) => [put.target, put]));
    await membership.refresh();
    const { chain } = membership;
    const before = await pins.loadSettingsPins();
    const after: Record<string, SettingsPin> = {};
    const known = new Map<string, Known>();
    for (const { id, platform, removedIndex } of chain.devices.values()) {
      // A pool outlives its first gateway.
      if (platform !== 'gateway' || (removedIndex !== null && !shown.has(id))) continue;
      const { pin, ...judged } = await this.#judge(shown.get(id) ?? null, before[id] ?? null);
      if (pin !== null) after[id] = pin;
      known.set(id, judged);
    }
    if (JSON.stringify(after) !== JSON.stringify(before)) await pins.saveSettingsPins(after);
    this.#known = known;
    this.#judgedBy = chain.length;
    return known;
  }

  /** Opens what is shown for a gateway, and says which version is to be remembered. */
  async #judge(
    put: PutGatewaySettings | null,
    pin: SettingsPin | null,
  ): Promise<Known & { pin: SettingsPin | null }> {
    const { chain, keyring } = this.#options.membership;
    try {
      const opened = put && (await openGatewaySettings({ put, chain, as: { keyring } }));
      const seen = opened && { version: opened.settings.version, digest: opened.digest };
      const replay = replayOf(pin, seen);
      if (replay !== null) return this.#refuse(put, pin, replay);
      return { put, settings: opened?.settings ?? null, refused: null, pin: seen };
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      return this.#refuse(put, pin, 'settings-refused');
    }
  }

  #refuse(put: PutGatewaySettings | null, pin: SettingsPin | null, refused: AlarmCode) {
    const { bell, api } = this.#options;
    bell(alarmOf(refused, api.clock.own()));
    return { put, settings: null, refused, pin };
  }

  async #change(gateway: string, change: SettingsChange): Promise<void> {
    const { api, membership } = this.#options;
    const fresh = { id: randomId(), at: this.#now(), secret: newSecret(), poolSecret: newPoolSecret() };
    for (let attempt = 1; ; attempt++) {
      const known = (await this.#read()).get(gateway);
      if (known?.refused) throw new EngineError(known.refused, ALARMS[known.refused]);
      const before = known?.settings ?? emptySettings(gateway, fresh.at, fresh.poolSecret);
      const { chain } = membership;
      const next = withoutRemoved(changeSettings(before, change, fresh), chain);
      const end = await this.#listEnd();
      const put = await this.#seal(end === null ? next : { ...next, suppressions: end });
      try {
        await putGatewaySettings(api, put);
        break;
      } catch (error) {
        if (!mayTryAgain(error) || attempt === TRIES) throw error;
        await membership.refresh();
      }
    }
    this.#judgedBy = 0;
    this.#tell();
  }

  /** Where settings name no end, or one before it, what is signed keeps what they name. */
  async #listEnd(): Promise<ListHead | null> {
    try {
      return await this.#options.listEnd();
    } catch (error) {
      // The keeper of the list has rung an alarm.
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  async #seal(settings: GatewaySettings): Promise<PutGatewaySettings> {
    const { chain, identity } = this.#options.membership;
    try {
      return await sealGatewaySettings({ chain, by: identity.keys, settings });
    } catch (error) {
      if (!(error instanceof SealError) || error.code !== 'malformed') throw error;
      const sentence = 'A gateway does not take such settings; look through the fields, and try again.';
      throw new EngineError('invalid-settings', sentence, { cause: error });
    }
  }

  #view(device: DeviceView, pool: string, known: Known | undefined): GatewayView {
    const { put = null, settings = null, refused = null } = known ?? {};
    const author = settings && put && this.#options.membership.chain.device(put.author);
    return {
      device,
      pool,
      settings,
      author: author ? { name: author.name, removed: author.removedIndex !== null } : null,
      refused: refused === null ? null : { code: refused, sentence: ALARMS[refused] },
    };
  }

  #tell(): void {
    this.#options.tell(++this.#versions);
  }

  #now(): string {
    return new Date(this.#options.api.clock.corrected()).toISOString();
  }
}

/** Whether something that came between is all that was wrong. */
function mayTryAgain(error: unknown): boolean {
  return error instanceof CodedError && (error.code === 'version-conflict' || error.code === 'wrong-epoch');
}

/** 32 random octets in base64url. */
function newPoolSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** 32 random octets in standard base64. */
function newSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
}
