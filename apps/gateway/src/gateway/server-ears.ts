import {
  LiveConnection,
  NotAMember,
  type DeviceIdentity,
  type Membership,
  type SettingsKeeper,
} from '@smseal/client';
import { CodedError, type ServerMessage } from '@smseal/protocol';
import type { LeaseDesk } from '../outbox/lease-desk.ts';
import type { DayKeys } from '../pool/day-keys.ts';
import type { StatusLine } from '../status/status-line.ts';
import type { SuppressionDesk } from '../suppression/suppression-desk.ts';

export interface ServerEarsOptions {
  origin: string;
  identity: DeviceIdentity;
  membership: Membership;
  keeper: Pick<SettingsKeeper, 'wake'>;
  keys: Pick<DayKeys, 'wake'>;
  suppressions: Pick<SuppressionDesk, 'wake'>;
  leases: Pick<LeaseDesk, 'wake' | 'hear' | 'stop'>;
  line: Pick<StatusLine, 'take'>;
  /** Ends what the gateway does. */
  over: AbortController;
}

/** What the server tells a gateway of its own accord, passed on to whoever it concerns. */
export class ServerEars {
  readonly #options: ServerEarsOptions;
  readonly #live: LiveConnection;

  constructor(options: ServerEarsOptions) {
    this.#options = options;
    this.#live = new LiveConnection({
      origin: options.origin,
      token: () => options.identity.token,
      listener: {
        ready: () => this.#woken(),
        message: (message) => this.#hear(message),
        closed: ({ final }) => {
          if (final === 'closed') options.over.abort(new CodedError('account-closed'));
          else if (final !== null) options.over.abort(new NotAMember());
        },
      },
    });
  }

  start(): void {
    this.#live.start();
  }

  stop(): void {
    this.#live.stop();
  }

  /** Sends a live event; what is lost is not sent again. */
  send(event: Parameters<LiveConnection['send']>[0]): ReturnType<LiveConnection['send']> {
    return this.#live.send(event);
  }

  #woken(): void {
    this.#options.leases.wake();
    this.#options.keeper.wake();
    void this.#refresh();
  }

  #hear(message: ServerMessage): void {
    const { leases, keeper, keys, suppressions, line, over } = this.#options;
    if (message.type === 'outbox') leases.hear(over.signal);
    if (message.type === 'stop') this.#stop(message);
    if (message.type === 'chain') void this.#refresh();
    if (message.type === 'settings') {
      keeper.wake();
      keys.wake();
    }
    if (message.type === 'list') suppressions.wake();
    if (message.type === 'direct') line.take(message);
  }

  /** Another gateway of the pool was asked to stop texts that this one holds. */
  #stop({ batch, indexes }: Extract<ServerMessage, { type: 'stop' }>): void {
    for (const index of indexes) void this.#options.leases.stop({ batch, index }).catch(() => undefined);
  }

  async #refresh(): Promise<void> {
    const { membership, keys, over } = this.#options;
    try {
      await membership.refresh({ signal: over.signal });
      keys.wake();
    } catch (error) {
      if (error instanceof NotAMember) over.abort(error);
    }
  }
}
