import type { AppendListSegment, Id, ListHead } from '@smseal/protocol';
import {
  admitDevice,
  describeDevice,
  extendChain,
  followList,
  generateDeviceKeys,
  openListKeys,
  sealListKeys,
  sealListSegment,
  type Chain,
  type DeviceKeys,
  type ListKeys,
} from '../src/index.ts';
import { NOW, type Household } from './household.ts';

export const EMPTY: ListHead = { count: 0, digest: null };

/** The next key of the suppressions, as the browser makes it and a reader opens it. */
export async function newKeys(
  { chain, browser, keyring }: Household,
  given: { before?: ListKeys; head?: ListHead; gateways?: Id[] } = {},
): Promise<ListKeys> {
  const { before = null, head = EMPTY, gateways = [] } = given;
  const set = await sealListKeys({ chain, by: browser, list: 'suppressions', before, head, gateways });
  return openListKeys({ set, chain, as: { keyring } });
}

/** Appends one segment for each author. */
export async function grow(
  chain: Chain,
  keys: ListKeys,
  { after = EMPTY, authors }: { after?: ListHead; authors: readonly DeviceKeys[] },
): Promise<{ segments: AppendListSegment[]; heads: ListHead[]; head: ListHead }> {
  const segments: AppendListSegment[] = [];
  const heads: ListHead[] = [];
  let head = after;
  for (const by of authors) {
    const sealed = await sealListSegment({ chain, by, keys, after: head, entries: [{ n: head.count }] });
    segments.push(sealed.segment);
    heads.push(sealed.head);
    head = sealed.head;
  }
  return { segments, heads, head };
}

/** What followed segments hold: `n` of each entry. */
export async function numbersIn(...[input]: Parameters<typeof followList>): Promise<unknown[]> {
  const { segments } = await followList(input);
  return segments.flatMap((segment) => ('entries' in segment ? segment.entries : [segment.refused]));
}

/** The household's chain with one more gateway. */
export async function withGateway({
  chain,
  keyring,
  browser,
}: Household): Promise<{ chain: Chain; gateway: DeviceKeys }> {
  const gateway = await generateDeviceKeys();
  const description = describeDevice(gateway, 'gateway', 'One more');
  const can = ['send', 'deliver', 'write'] as const;
  const request = await admitDevice({ chain, keyring, by: browser, description, can: [...can], now: NOW });
  return { chain: await extendChain(chain, request.entries), gateway };
}
