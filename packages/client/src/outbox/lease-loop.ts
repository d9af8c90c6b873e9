import { CodedError, type BatchText, type Id, type Leased, type TextEvent } from '@smseal/protocol';
import { openBatch, SealError } from '@smseal/seal';
import { alarmOf, type AlarmBell } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { Wakeable } from '../api/wakeable.ts';
import type { Membership } from '../device/membership.ts';
import { hasExpired, isEarly } from './expiry.ts';
import { leaseBatches, releaseLease, renewLease } from './outbox-api.ts';
import type { OutboxMemory, TextKey } from './outbox-memory.ts';
import { Reporter } from './reporter.ts';

const LEASES_AT_ONCE = 4;

/** What became of a text at the moment it was handed over. */
export type HandedOver = { state: 'submitted' } | { state: 'failed'; error: { code: string; text: string } };

/** The way out of a sending device: a SIM, or a carrier's connection. */
export interface Courier {
  /**
   * Hands one text over; called once for each text, ever, and only after its watermark is durable. A rejection means
   * that nobody knows whether it left.
   */
  send(text: BatchText, key: TextKey): Promise<HandedOver>;
}

export interface LeaseLoopOptions {
  api: ApiClient;
  membership: Membership;
  memory: OutboxMemory;
  courier: Courier;
  bell: AlarmBell;
}

/**
 * Takes batches for a sending device and sends their texts: signature and chain first, then expiry, then the watermark,
 * then the courier. A text whose watermark is set is never handed over again, whatever the server says.
 */
export class LeaseLoop {
  readonly reporter: Reporter;
  readonly #options: LeaseLoopOptions;
  readonly #wakeable = new Wakeable();
  readonly #refused = new Set<Id>();

  constructor(options: LeaseLoopOptions) {
    this.#options = options;
    this.reporter = new Reporter(options);
  }

  /** The outbox may have something. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** Sends for as long as the signal lets it; outages are waited out. @throws NotAMember, CodedError, the signal's reason. */
  async run(signal: AbortSignal, pollMs = 30_000): Promise<void> {
    const how: How = { signal, retry: 'until-aborted' };
    await this.#settleFormerLife(how);
    for (;;) {
      await this.#options.memory.forget(this.#options.api.clock.own());
      await this.reporter.flush(how);
      const { batches } = await leaseBatches(this.#options.api, LEASES_AT_ONCE, how);
      let sent = 0;
      for (const leased of batches) sent += await this.#work(leased, how);
      await this.reporter.flush(how);
      // A batch that has nothing to send, or is refused, would come again at once.
      if (sent === 0) await this.#wakeable.nap(pollMs, signal);
    }
  }

  /**
   * What was leaving when a former life of this device ended may have left: nobody knows, and it is never sent again.
   * What had not left goes back to the queue at once, instead of waiting for the lease to lapse.
   */
  async #settleFormerLife(how: How): Promise<void> {
    const { memory, api } = this.#options;
    for (const { batch, index } of await memory.inDoubt()) {
      await memory.report(batch, [{ index, at: now(api), state: 'unknown' }]);
    }
    const held = await memory.leases();
    if (held.length === 0) return;
    // The reports come first: the server takes none on texts that are back in the queue.
    await this.reporter.flush(how);
    for (const lease of held) await this.#giveBack(lease, how);
  }

  async #giveBack(held: { batch: Id; lease: Id }, how: How): Promise<void> {
    await releaseLease(this.#options.api, held, how).catch(unlessGone);
    await this.#options.memory.leaseOver(held.batch);
  }

  /** Returns how many texts were handed over or given up. */
  async #work(leased: Leased, how: How): Promise<number> {
    const { api } = this.#options;
    const held = { batch: leased.batch.id, lease: leased.lease };
    const texts = await this.#open(leased, how);
    if (texts === null || isEarly(leased.batch, api.clock)) {
      this.#refused.add(leased.batch.id);
      await this.#giveBack(held, how);
      return 0;
    }
    let sent = 0;
    let renewAt = performance.now() + leased.leaseMs / 2;
    for (const [index, text] of texts) {
      how.signal?.throwIfAborted();
      if (performance.now() > renewAt) {
        if (!(await this.#renew(held, how))) return sent;
        renewAt = performance.now() + leased.leaseMs / 2;
      }
      await this.#send({ leased, index, text });
      sent++;
      this.reporter.soon(how);
    }
    await this.#options.memory.leaseOver(held.batch);
    return sent;
  }

  /** The texts that this device still has to send, by index; null when the batch is refused. */
  async #open(leased: Leased, how: How): Promise<[number, BatchText][] | null> {
    const { memory, bell, api } = this.#options;
    const { batch, states, segments } = leased;
    try {
      const { content, contentKey } = await this.#openPatiently(leased, how);
      const lastSegment = Math.max(-1, ...segments.map(({ number }) => number));
      const { id, expires } = batch;
      await memory.remember({ batch: id, lease: leased.lease, expires, contentKey, lastSegment });
      const left = await memory.left(id);
      const waiting = content.texts
        .map((text, index): [number, BatchText] => [index, text])
        .filter(([index]) => states[index] === 'queued' || states[index] === 'leased');
      // What the server still waits for and has left already is told again: its report did not get through.
      const again = waiting.flatMap(([index]) => {
        const state = left.get(index);
        return state ? [{ index, at: now(api), state }] : [];
      });
      if (again.length > 0) await memory.report(id, again);
      return waiting.filter(([index]) => !left.has(index));
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      if (!this.#refused.has(batch.id)) bell(alarmOf('batch-refused', api.clock.own(), error));
      return null;
    }
  }

  async #openPatiently({ batch }: Leased, how: How) {
    const { membership } = this.#options;
    const as = { device: membership.identity.keys };
    // A removed author's texts must not leave, so the chain is looked at before each batch.
    await membership.refresh(how);
    return openBatch({ batch, chain: membership.chain, as });
  }

  async #send({ leased, index, text }: { leased: Leased; index: number; text: BatchText }): Promise<void> {
    const { memory, courier, api } = this.#options;
    const { id, expires } = leased.batch;
    const report = (event: Omit<TextEvent, 'index' | 'at'>) =>
      memory.report(id, [{ index, at: now(api), ...event }]);
    if (hasExpired(expires, api.clock)) return report({ state: 'expired' });
    await memory.leaving({ batch: id, index });
    try {
      await report(await courier.send(text, { batch: id, index }));
    } catch {
      await report({ state: 'unknown' });
    }
  }

  /** False where the rest of the batch is not to be sent now: the lease is lost, or given back because of a pause. */
  async #renew(held: { batch: Id; lease: Id }, how: How): Promise<boolean> {
    try {
      const { paused } = await renewLease(this.#options.api, held, how);
      if (!paused) return true;
    } catch (error) {
      unlessGone(error);
      return false;
    }
    // The reports come first: the server takes none on texts that are back in the queue.
    await this.reporter.flush(how);
    await this.#giveBack(held, how);
    return false;
  }
}

function unlessGone(error: unknown): void {
  if (error instanceof CodedError && (error.code === 'lease-lost' || error.code === 'not-found')) return;
  throw error;
}

function now(api: ApiClient): string {
  return new Date(api.clock.own()).toISOString();
}
