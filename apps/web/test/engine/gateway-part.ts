/** A gateway played by the test itself: it leases texts to many, opens them and says what became of them. */
import assert from 'node:assert/strict';
import {
  ApiClient,
  leaseBatches,
  listPoolKeys,
  Membership,
  postPoolKeys,
  postSegment,
  releaseLease,
  type DeviceIdentity,
} from '@smseal/client';
import type { LeaseAnswer, Leased, SegmentContent, TextEvent } from '@smseal/protocol';
import { openBatch, openDayKey, poolStanding, sealDayKey, sealSegment, type HeldDayKey } from '@smseal/seal';
import type { EngineBrowser, Stage } from './harness.ts';
import { linkGateway } from './link-gateway.ts';

export class GatewayPart {
  readonly identity: DeviceIdentity;
  readonly api: ApiClient;
  #dayKey: HeldDayKey | null = null;

  private constructor(identity: DeviceIdentity, api: ApiClient) {
    this.identity = identity;
    this.api = api;
  }

  /** Links a gateway of Anna's and makes the key that texts to it are sealed to today. */
  static async link(stage: Stage, browser: EngineBrowser): Promise<GatewayPart> {
    const identity = await linkGateway(stage, browser);
    const api = new ApiClient({ origin: stage.system.origin, token: () => identity.token });
    const gateway = new GatewayPart(identity, api);
    await gateway.#makeDayKey();
    return gateway;
  }

  /** Takes what is due. */
  async lease(): Promise<Leased[]> {
    return (await leaseBatches(this.api, 100)).batches;
  }

  /** Takes up what is sent but not settled, as a gateway does when it starts. */
  async leaseUnfinished(): Promise<Leased[]> {
    const json = { limit: 100, resume: true, unfinished: true };
    const path = '/v1/outbox/lease';
    return (await this.api.json<LeaseAnswer>({ method: 'POST', path, json })).batches;
  }

  async open({ batch }: Pick<Leased, 'batch'>) {
    const { chain } = await this.member();
    return openBatch({ batch, chain, as: { device: this.identity.keys, dayKey: () => this.#dayKey } });
  }

  /** Says of texts what became of them. Once that is final of all, the lease is over. */
  async report(leased: Leased, events: TextEvent[]): Promise<void> {
    const { batch, lease, segments } = leased;
    const { contentKey } = await this.open(leased);
    const number = segments.length;
    const content: SegmentContent = { v: 1, events };
    const { keys } = this.identity;
    const sealed = await sealSegment({ batch: batch.id, number, contentKey, by: keys, events: content });
    const states = events.map(({ index, state }) => ({ index, state }));
    await postSegment(this.api, {
      batch: batch.id,
      segment: { number, author: keys.id, lease, states, ...sealed },
    });
  }

  async release({ batch, lease }: Leased): Promise<void> {
    await releaseLease(this.api, { batch: batch.id, lease });
  }

  member(): Promise<Membership> {
    return Membership.open({
      api: this.api,
      identity: this.identity,
      store: { loadMembership: () => Promise.resolve(null), saveMembership: () => Promise.resolve() },
      bell: (alarm) => assert.fail(alarm.sentence),
    });
  }

  async #makeDayKey(): Promise<void> {
    const { chain } = await this.member();
    const { keys } = this.identity;
    const standing = poolStanding(chain, keys.id, null);
    const day = new Date().toISOString().slice(0, 10);
    const made = await sealDayKey({ chain, by: keys, standing, day });
    await postPoolKeys(this.api, { pool: keys.id, keys: [made] });
    const [key] = await listPoolKeys(this.api, keys.id);
    assert.ok(key);
    this.#dayKey = await openDayKey(key, { chain, device: keys });
  }
}
