import type { CarrierReceipt } from '../connector/connector.ts';
import type { BatchWork } from './batch-work.ts';
import { EARLY_MS, type CarrierIds } from './carrier-ids.ts';
import { partOf, type Flight } from './flight.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { Outcomes } from './outcomes.ts';
import type { PartPlace } from './part-table.ts';
import type { Expected } from './take-up.ts';

export interface ReceiptsOptions {
  lanes: Lanes;
  outcomes: Outcomes;
  /** Whether everything that a former life left has been taken up. */
  isTakenUp: () => boolean;
  /** Resolves once the server has what was told of a batch. */
  safe: (work: BatchWork) => Promise<void>;
  /** ms since 1970. */
  now: () => number;
}

/** How long a receipt that nobody knows is not answered for, because its text's answer may be on its way, ms. */
const EARLY_ANSWER_MS = 5_000;
/** What carriers say of texts that they have: each carrier of its own alone, whatever ids the others use. */
export class Receipts {
  readonly #options: ReceiptsOptions;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** A connector's ids of what it was handed; the first one's where none is named; null for one that is gone. */
  idsOf(connector: string | undefined): CarrierIds | null {
    return this.#options.lanes.of(connector)?.ids ?? null;
  }

  /** Whether a connector is the first, or the only one: it is meant where none is named. */
  isFirst(connector: string): boolean {
    return this.#options.lanes.all[0].connector.id === connector;
  }

  /** Lets go of texts that expired long ago and of which no receipt has come. */
  sweep(): void {
    for (const { ids } of this.#options.lanes.all) ids.forget(this.#options.now() - EARLY_MS);
  }

  /**
   * A receipt of a connector's carrier: of a text under way, or one that overtook its answer. Resolves once what it says is
   * safe with the server, so that the carrier brings it again when this gateway dies before.
   */
  async take(receipt: CarrierReceipt, connector?: string): Promise<void> {
    const lane = this.#options.lanes.of(connector);
    if (lane === null) return;
    const found = lane.ids.find(receipt);
    if (found !== null) return this.#settle(lane, found, receipt);
    const settled = lane.ids.settledOf(receipt);
    // Brought again because it was not answered for: what it said may not be safe yet.
    if (settled !== null) return this.#options.safe(settled);
    await new Promise<void>((resolve, reject) => {
      // A receipt of what this gateway never sent would be brought again for ever. While what a former life left is still
      // being taken up, it may be of that, and answered for it would be lost with another kill.
      const late = setInterval(() => {
        if (!this.#options.isTakenUp()) return;
        clearInterval(late);
        resolve();
      }, EARLY_ANSWER_MS);
      const found = (safe: Promise<void>): void => {
        clearInterval(late);
        safe.then(resolve, reject);
      };
      lane.ids.keep({ receipt, at: this.#options.now(), found });
    });
  }

  /** A receipt will come under an id, or has come already; none is heard of a connector that the settings name no more. */
  expect({ carrierId, connector, part }: Expected): void {
    const lane = this.#options.lanes.of(connector);
    if (lane !== null) this.await(lane, carrierId, part);
  }

  /** A receipt will come to a lane under an id, or has come already. */
  await(lane: Lane, carrierId: string, part: PartPlace): void {
    const early = lane.ids.put(carrierId, part);
    if (early !== null) early.found(this.#settle(lane, { id: carrierId, part }, early.receipt));
  }

  /** Another gateway of the pool was told that one part of a long text has arrived. */
  arrived({ work, index }: Flight): void {
    const flight = work.flights[index];
    if (flight === undefined || ++flight.delivered < flight.parts) return;
    work.flights[index] = undefined;
    this.#options.outcomes.tell(work, { index, state: 'delivered' });
  }

  /** Resolves once what the receipt says is safe. */
  async #settle(
    lane: Lane,
    { id, part: { work, index, k } }: { id: string; part: PartPlace },
    receipt: CarrierReceipt,
  ): Promise<void> {
    if (receipt.state === 'sent') return;
    lane.ids.settle(id, receipt.carrierId, work);
    if (!work.isExpected(index)) return this.#options.safe(work);
    const flight = work.flights[index];
    const parts = flight?.parts ?? 1;
    const written = {
      ...partOf(k, parts),
      ...(receipt.raw === null ? {} : { receipt: receipt.raw }),
    };
    if (receipt.state === 'delivered') {
      if (flight !== undefined && ++flight.delivered < parts) {
        // So that another life of this gateway need not wait for what has come.
        const part = { k, n: parts };
        const { raw } = receipt;
        this.#options.outcomes.tell(work, {
          index,
          state: work.states[index] ?? 'sent',
          part,
          receipt: raw ?? '',
        });
      } else {
        work.flights[index] = undefined;
        this.#options.outcomes.tell(work, { index, state: 'delivered', ...written });
      }
      return this.#options.safe(work);
    }
    const delivered = flight?.delivered ?? 0;
    const arrived = delivered > 0 ? `: ${delivered} of ${parts} parts arrived` : '';
    const text = `The carrier could not deliver the text${arrived}.`;
    const error = { code: receipt.code ?? receipt.state, text };
    const place = { work, index };
    this.#options.outcomes.end(place, {
      state: receipt.state,
      ...(receipt.state === 'failed' ? { error } : {}),
      ...written,
    });
    return this.#options.safe(work);
  }
}
