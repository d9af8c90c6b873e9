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
  type ApiScope,
  type GatewaySettings,
  type PutGatewaySettings,
} from '@smseal/protocol';
import { newCredential, openGatewaySettings, randomId, SealError, sealGatewaySettings } from '@smseal/seal';
import type { DeviceView } from '../engine-api.ts';
import { EngineError } from '../engine-error.ts';
import { changeSettings, emptySettings, type SettingsChange } from './change-settings.ts';
import type { GatewayView } from './gateway-api.ts';

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
        .map((device) => this.#view(device, known.get(device.id)))
        .toSorted((a, b) => a.device.name.localeCompare(b.device.name));
    });
  }

  /** What one device obeys; null for nothing, and for one that is no gateway. */
  settingsOf(gateway: string): Promise<GatewaySettings | null> {
    return this.#inTurn(async () => (await this.#look()).get(gateway)?.settings ?? null);
  }

  change(gateway: string, change: SettingsChange): Promise<void> {
    return this.#inTurn(() => this.#change(gateway, change));
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
      if (platform !== 'gateway' || removedIndex !== null) continue;
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
    const fresh = { id: randomId(), at: this.#now(), secret: newSecret() };
    for (let attempt = 1; ; attempt++) {
      const known = (await this.#read()).get(gateway);
      if (known?.refused) throw new EngineError(known.refused, ALARMS[known.refused]);
      const before = known?.settings ?? emptySettings(gateway, fresh.at);
      const put = await this.#seal(changeSettings(before, change, fresh));
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

  #view(device: DeviceView, known: Known | undefined): GatewayView {
    const { put = null, settings = null, refused = null } = known ?? {};
    const author = settings && put && this.#options.membership.chain.device(put.author);
    return {
      device,
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

/** 32 random octets in standard base64. */
function newSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
}
