import type { ConversationPayload } from '@smseal/protocol';

const FIELDS = ['readUpTo', 'muted', 'pinned', 'archived', 'draft'] as const;

/**
 * Merges two states of a conversation field by field: the later `at` wins, equal times go to `theirs`, so that devices
 * which merge the same two states come to the same third. Members that this version does not know are kept from both,
 * `theirs` first.
 */
export function mergeConversation(
  mine: ConversationPayload,
  theirs: ConversationPayload,
): ConversationPayload {
  const merged: ConversationPayload = { ...mine, ...theirs };
  for (const field of FIELDS) {
    const [own, other] = [mine[field], theirs[field]];
    if (own !== undefined && (other === undefined || own.at > other.at))
      Object.assign(merged, { [field]: own });
  }
  return merged;
}
