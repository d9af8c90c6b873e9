import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '@smseal/protocol';
import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { Bus, DevicesOf, Listener, RemovalListener, Signal } from './bus.ts';
import { LocalBus } from './local-bus.ts';

const PRESENCE_MS = 200;
const CLOSE_MS = 1_000;
const REMOVALS = 'smseal.removal';
const accountSubject = (account: Id): string => `smseal.account.${account}`;
const presenceSubject = (account: Id): string => `smseal.presence.${account}`;

interface Removal {
  account: Id;
  device: Id | null;
}

/**
 * The bus of several processes: NATS core, one subject per account, at most once, in memory only. What concerns this
 * process itself never takes the detour.
 */
export class NatsBus implements Bus {
  readonly #local = new LocalBus();
  readonly #connection: NatsConnection;
  readonly #subscriptions = new Map<Id, Subscription>();
  /** Whether NATS answers: what is said while it does not is lost, never queued up to arrive too late. */
  #up = true;

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
    void this.#watch();
    connection.subscribe(REMOVALS, {
      callback: (error, message) => {
        if (error) return;
        const { account, device } = message.json<Removal>();
        this.#local.tellRemoval(account, device ?? undefined);
      },
    });
  }

  /** @throws Error with one sentence where no NATS answers at `url` (`SMSEAL_NATS_URL`). */
  static async connect(url: string): Promise<NatsBus> {
    try {
      const connection = await connect({
        servers: url.split(','),
        name: 'smseal',
        noEcho: true,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 500,
      });
      return new NatsBus(connection);
    } catch (error) {
      throw new Error('No NATS answers at SMSEAL_NATS_URL; start it, mend the variable or leave it out.', {
        cause: error,
      });
    }
  }

  publish(account: Id, signal: Signal): void {
    this.#local.publish(account, signal);
    if (!this.#up) return;
    this.#connection.publish(accountSubject(account), JSON.stringify(signal));
    if (signal.type === 'removed') this.#publishRemoval({ account, device: signal.device });
    if (signal.type === 'deleted' || signal.type === 'closed')
      this.#publishRemoval({ account, device: null });
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'disconnect' || type === 'close') this.#up = false;
      else if (type === 'reconnect') this.#up = true;
    }
  }

  #publishRemoval(removal: Removal): void {
    this.#connection.publish(REMOVALS, JSON.stringify(removal));
  }

  subscribe(account: Id, listener: Listener): () => void {
    if (!this.#local.listens(account)) this.#subscriptions.set(account, this.#follow(account));
    const leave = this.#local.subscribe(account, listener);
    return () => {
      leave();
      if (this.#local.listens(account)) return;
      this.#subscriptions.get(account)?.unsubscribe();
      this.#subscriptions.delete(account);
    };
  }

  #follow(account: Id): Subscription {
    return this.#connection.subscribe(accountSubject(account), {
      callback: (error, message) => {
        if (!error) this.#local.deliver(account, message.json<Signal>());
      },
    });
  }

  answerPresence(devicesOf: DevicesOf): void {
    this.#local.answerPresence(devicesOf);
    this.#connection.subscribe('smseal.presence.*', {
      callback: (error, message) => {
        if (error) return;
        const devices = [...devicesOf(message.subject.slice('smseal.presence.'.length))];
        if (devices.length > 0) message.respond(JSON.stringify(devices));
      },
    });
  }

  async connected(account: Id): Promise<Set<Id>> {
    const devices = await this.#local.connected(account);
    try {
      const answers = await this.#connection.requestMany(presenceSubject(account), undefined, {
        strategy: 'timer',
        maxWait: PRESENCE_MS,
      });
      for await (const answer of answers) for (const device of answer.json<Id[]>()) devices.add(device);
    } catch {
      // NATS is away: this process knows its own connections and says so.
    }
    return devices;
  }

  onRemoval(listener: RemovalListener): void {
    this.#local.onRemoval(listener);
  }

  /** What was published is on its way where NATS answers; where it does not, it is lost, as on any other day. */
  async close(): Promise<void> {
    await this.#local.close();
    await Promise.race([this.#connection.flush().catch(() => undefined), sleep(CLOSE_MS)]);
    await this.#connection.close();
  }
}
