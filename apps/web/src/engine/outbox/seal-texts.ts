import type { ApiClient, Membership } from '@smseal/client';
import type { BatchContent, Id, PostBatch } from '@smseal/protocol';
import { sealBatch } from '@smseal/seal';
import type { SealTarget } from '../gateway/seal-target.ts';

/** How texts are sealed and when they may leave. */
export interface Sealing {
  content: BatchContent;
  target: Id;
  /** 0 one-time codes, 5 people writing, 9 one text to many. */
  priority: number;
  /** RFC 3339 UTC; null for at once. */
  notBefore: string | null;
  /** RFC 3339 UTC. */
  expires: string;
  /** Random unless given. */
  id?: Id;
}

/**
 * Seals texts to whoever sends them and to the account: the one place where it is asked which target has which key.
 * @throws EngineError, CodedError, Unreachable as SealTarget.of.
 */
export async function sealTexts(
  { membership, sealTo }: { membership: Membership; sealTo: SealTarget },
  { target: device, ...sealing }: Sealing,
): Promise<PostBatch> {
  const target = await sealTo.of(device);
  return sealBatch({ chain: membership.chain, by: membership.identity.keys, target, ...sealing });
}

/** What a batch's content begins with. */
export function newContent({ clock }: Pick<ApiClient, 'clock'>, texts: BatchContent['texts']): BatchContent {
  return { v: 1, createdAt: new Date(clock.corrected()).toISOString(), texts };
}
