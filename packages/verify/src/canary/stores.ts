import { putRecords } from '@smseal/client';
import { fromBase64Url, type ContactPayload } from '@smseal/protocol';
import { randomId, sealRecord } from '@smseal/seal';
import { linkSecondDevice, type SecondDevice } from '../account/second-device.ts';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { pieceCanaries, type Canary } from './canary.ts';
import type { StoreSearch } from './store-search.ts';

/** What passed by, and when. */
export interface Passed {
  canaries: readonly Canary[];
  /** ms since 1970. */
  at: number;
}

/** A throw-away account with two devices, and everything in which the service could keep something of it. */
export class Stores {
  readonly account: ThrowawayAccount;
  readonly #search: StoreSearch;
  #second: Promise<SecondDevice> | null = null;
  /** What must never have been kept; null until something has passed. */
  passed: Passed | null = null;

  constructor(account: ThrowawayAccount, search: StoreSearch) {
    this.account = account;
    this.#search = search;
  }

  /** The account's second device; linked when it is first wanted. */
  second(): Promise<SecondDevice> {
    return (this.#second ??= linkSecondDevice(this.account));
  }

  async tracesOf(canaries: readonly Canary[]): Promise<string[]> {
    const { identity } = await this.account.device();
    return this.#search.tracesOf(canaries, identity.account);
  }

  /** Keeps something that may be kept, sealed, and looks for it. @returns whether the search finds what is there. */
  async findsWhatIsKept(): Promise<boolean> {
    const { api, membership } = await this.account.device();
    const payload: ContactPayload = { v: 1, name: 'Kept', numbers: [], emails: [], source: 'web' };
    const record = await sealRecord({
      keyring: membership.keyring,
      account: membership.identity.account,
      author: membership.identity.keys.id,
      authorSeq: await this.account.sequence.reserve('author', 1),
      kind: 'contact',
      id: randomId(),
      version: 1,
      payload,
    });
    await putRecords(api, [record]);
    return (await this.tracesOf(pieceCanaries('the record', fromBase64Url(record.envelope), 2))).length > 0;
  }
}
