import { getDevices, type ApiClient } from '@smseal/client';
import type { DeviceStatus } from '@smseal/protocol';

const LOOK_MS = 30_000;

/** Which devices are connected and when they were last seen, as the server tells it. */
export class Presence {
  readonly #api: ApiClient;
  readonly #changed: () => void;
  #statuses = new Map<string, DeviceStatus>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(api: ApiClient, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  get statuses(): ReadonlyMap<string, DeviceStatus> {
    return this.#statuses;
  }

  connected(device: string): boolean {
    return this.#statuses.get(device)?.connected ?? false;
  }

  /** A device was heard just now. */
  heard(id: string): void {
    const known = this.#statuses.get(id);
    if (known?.connected) return;
    this.#statuses.set(id, { id, lastSeen: known?.lastSeen ?? null, connected: true });
    this.#changed();
  }

  start(signal: AbortSignal): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    signal.addEventListener('abort', () => this.#timer !== null && clearInterval(this.#timer), {
      once: true,
    });
  }

  /** Asks the server; while it is away, what it said last stands. */
  async look(): Promise<void> {
    try {
      const { devices } = await getDevices(this.#api, { retry: 0 });
      this.#statuses = new Map(devices.map((device) => [device.id, device]));
      this.#changed();
    } catch {
      // The live channel and the sync status say that the server is away.
    }
  }
}
