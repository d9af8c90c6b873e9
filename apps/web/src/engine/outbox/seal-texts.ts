import type { ApiClient, Membership } from '@smseal/client';
import type { BatchContent, Id, PostBatch } from '@smseal/protocol';
import { sealBatch } from '@smseal/seal';

/** How texts are sealed and when they may leave. */
export interface Sealing {
  content: BatchContent;
  target: Id;
  /** 0 one-time codes, 5 people writing, 9 one text to many. */
  priority: number;
  /** RFC 3339 UTC; null for now. */
  notBefore: string | null;
  /** RFC 3339 UTC. */
  expires: string;
  /** Random unless given. */
  id?: Id;
}

/** Seals texts to whoever sends them and to the account: the one place that knows which target has which key. */
export function sealTexts(membership: Membership, sealing: Sealing): Promise<PostBatch> {
  return sealBatch({ chain: membership.chain, by: membership.identity.keys, ...sealing });
}

/** What a batch's content begins with. */
export function newContent({ clock }: Pick<ApiClient, 'clock'>, texts: BatchContent['texts']): BatchContent {
  return { v: 1, createdAt: new Date(clock.corrected()).toISOString(), texts };
}
