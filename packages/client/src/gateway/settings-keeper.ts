import type { GatewaySettings, Id, PutGatewaySettings } from '@smseal/protocol';
import { openGatewaySettings, SealError, type OpenedGatewaySettings } from '@smseal/seal';
import { alarmOf, type AlarmBell, type AlarmCode } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { Wakeable } from '../api/wakeable.ts';
import type { Membership } from '../device/membership.ts';
import { getGatewaySettings } from './gateway-api.ts';
import { obeyedPin, replayToGateway, type ObeyedPin } from './settings-pin.ts';

export interface SettingsStore {
  loadSettingsPin(): Promise<ObeyedPin | null>;
  /** Durable when it resolves. */
  saveSettingsPin(pin: ObeyedPin): Promise<void>;
}

export interface SettingsKeeperOptions {
  api: ApiClient;
  membership: Membership;
  store: SettingsStore;
  bell: AlarmBell;
  /** There is something new to obey. */
  changed?: (settings: GatewaySettings) => void;
}

/**
 * What a gateway obeys, followed as it changes. Author, signature and chain come first; then the version: what was obeyed
 * once is pinned, and nothing older, nor another content of the same version, is ever obeyed again, across restarts.
 */
export class SettingsKeeper {
  readonly #options: SettingsKeeperOptions;
  readonly #wakeable = new Wakeable();
  #settings: GatewaySettings | null = null;
  #provenAt: number | null = null;
  #running: Promise<void> = Promise.resolve();
  #rung = '';

  constructor(options: SettingsKeeperOptions) {
    this.#options = options;
  }

  /** What to obey now; null before the first was found, or while the server shows none that may be obeyed. */
  get settings(): GatewaySettings | null {
    return this.#settings;
  }

  /**
   * When the server last showed the very settings that are obeyed: ms since 1970, by this device's clock. A server that
   * holds newer ones back is not noticed by it.
   */
  get provenAt(): number | null {
    return this.#provenAt;
  }

  /** The settings may have changed. */
  wake(): void {
    this.#wakeable.wake();
  }

  /**
   * Asks the server once. What must not be obeyed rings an alarm and changes nothing.
   * @throws NotAMember, CodedError, Unreachable; SealError where the chain was refused.
   */
  load(how: How = {}): Promise<void> {
    const next = this.#running.catch(() => undefined).then(() => this.#load(how));
    this.#running = next;
    return next;
  }

  /**
   * Asks at once, whenever it is woken, and every `pollMs`, for as long as the signal lets it; outages are waited out.
   * @throws NotAMember, CodedError, the signal's reason.
   */
  async run(signal: AbortSignal, pollMs = 60_000): Promise<void> {
    const how: How = { signal, retry: 'until-aborted' };
    for (;;) {
      await this.load(how).catch(unlessRefused);
      await this.#wakeable.nap(pollMs, signal);
    }
  }

  get #me(): Id {
    return this.#options.membership.identity.keys.id;
  }

  async #load(how: How): Promise<void> {
    const { api, membership, store } = this.#options;
    const put = await getGatewaySettings(api, this.#me, how);
    // The settings' author may be newer than the chain as known, or removed since.
    await membership.refresh(how);
    const pin = await store.loadSettingsPin();
    const opened = put && (await this.#open(put, pin));
    if (put !== null && opened === null) return;
    const shown = opened && toShown(opened);
    const replay = replayToGateway(pin, shown);
    if (replay !== null) this.#refuse(replay, shown === null ? 'none' : `version ${shown.version}`);
    else if (opened && shown) await this.#obey(opened.settings, shown, pin);
  }

  async #open(put: PutGatewaySettings, pin: ObeyedPin | null): Promise<OpenedGatewaySettings | null> {
    const { chain, identity } = this.#options.membership;
    try {
      return await openGatewaySettings({
        put,
        chain,
        as: { device: identity.keys, seen: pin?.digest ?? null },
      });
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.#refuse('settings-refused', error);
      return null;
    }
  }

  async #obey(settings: GatewaySettings, shown: Shown, pin: ObeyedPin | null): Promise<void> {
    const { api, store, changed } = this.#options;
    const isNew = pin?.pool !== shown.pool || pin.version !== shown.version;
    if (isNew) await store.saveSettingsPin(obeyedPin(pin, shown));
    this.#provenAt = api.clock.own();
    this.#rung = '';
    const before = this.#settings;
    if (before?.gateway === shown.pool && before.version === shown.version) return;
    this.#settings = settings;
    changed?.(settings);
  }

  /** Each refusal rings once for as long as the server insists on it. */
  #refuse(code: AlarmCode, cause: SealError | string): void {
    const { bell, api } = this.#options;
    const alarm = alarmOf(code, api.clock.own(), cause);
    const rung = `${code} ${alarm.detail}`;
    if (rung !== this.#rung) bell(alarm);
    this.#rung = rung;
  }
}

type Shown = Omit<ObeyedPin, 'left'>;

function toShown({ settings, digest }: OpenedGatewaySettings): Shown {
  return { pool: settings.gateway, version: settings.version, digest };
}

/** A refused chain has rung its own alarm; it is looked at again next time. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof SealError)) throw error;
}
