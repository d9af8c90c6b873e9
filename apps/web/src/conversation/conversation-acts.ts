import { useMemo } from 'react';
import { say } from '../design/toast.ts';
import type { ConversationRow } from '../engine/engine-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';

/** What one can do with a conversation, with words and, where it is easily pressed by mistake, a way back. */
export function useConversationActs() {
  const engine = useEngine();
  const act = useAct();
  return useMemo(
    () => ({
      async archive(row: ConversationRow, archived: boolean): Promise<void> {
        const done = await act('The conversation was not moved.', () =>
          engine.setConversation(row.id, { archived }),
        );
        if (done)
          say({
            text: archived ? 'Archived. A new text brings it back.' : 'Back in the inbox.',
            undo: () =>
              void act('The conversation was not moved back.', () =>
                engine.setConversation(row.id, { archived: !archived }),
              ),
          });
      },
      async pin(row: ConversationRow, pinned: boolean): Promise<void> {
        await act('The conversation was not pinned.', () => engine.setConversation(row.id, { pinned }));
      },
      async mute(row: ConversationRow, muted: boolean): Promise<void> {
        await act('The conversation was not muted.', () => engine.setConversation(row.id, { muted }));
      },
      /** Unread from the last text on: read up to the moment before it. */
      async markUnread(row: ConversationRow): Promise<void> {
        if (!row.last) return;
        const before = new Date(Date.parse(row.last.at) - 1).toISOString();
        await act('The conversation was not marked.', () =>
          engine.setConversation(row.id, { readUpTo: before }),
        );
      },
    }),
    [engine, act],
  );
}
