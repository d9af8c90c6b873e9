import type {
  ConversationRow,
  EngineApi,
  Highlight,
  SearchResult,
  ThreadItem,
} from '../src/engine/engine-api.ts';
import type { DemoThread } from './demo-data.ts';
import type { Demo } from './demo-state.ts';

function find(text: string, query: string): Highlight[] {
  const at = text.toLocaleLowerCase().indexOf(query.toLocaleLowerCase());
  return at < 0 || query === '' ? [] : [{ start: at, end: at + query.length }];
}

function sorted(threads: DemoThread[]): ConversationRow[] {
  return threads
    .filter((thread) => thread.items.length > 0)
    .map((thread) => thread.row)
    .toSorted(
      (a, b) => Number(b.pinned) - Number(a.pinned) || (b.last?.at ?? '').localeCompare(a.last?.at ?? ''),
    );
}

/** Everything in which the query is found. */
export function search(demo: Demo, query: string): SearchResult {
  const texts = demo.data.threads.flatMap((thread) =>
    thread.items.flatMap((item, index) => {
      const highlights = find(item.text, query);
      return highlights.length === 0
        ? []
        : [
            {
              conversation: thread.row.id,
              title: thread.row.title,
              item: item.id,
              index,
              snippet: item.text,
              highlights,
              at: item.at,
              mine: item.mine,
            },
          ];
    }),
  );
  return {
    conversations: sorted(demo.data.threads)
      .map((row) => ({ row, highlights: find(row.title, query) }))
      .filter((hit) => hit.highlights.length > 0),
    contacts: demo.data.contacts
      .map(({ row }) => ({ contact: row, highlights: find(row.name, query) }))
      .filter((hit) => hit.highlights.length > 0)
      .slice(0, 20),
    texts: texts.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, 200),
    totalTexts: texts.length,
    tookMs: 3,
  };
}

/** Conversations and sending. */
export function threadApi(
  demo: Demo,
): Pick<
  EngineApi,
  | 'conversations'
  | 'threadWindow'
  | 'conversationFor'
  | 'openAttachment'
  | 'setConversation'
  | 'send'
  | 'sendAgain'
  | 'cancelSend'
> {
  return {
    conversations: (filter) =>
      demo.answer({
        version: demo.version,
        rows: sorted(demo.data.threads).filter((row) => row.archived === (filter === 'archived')),
      }),
    threadWindow: (id, around, count) => {
      const { items, row, unreadFrom } = demo.thread(id);
      const middle =
        around === 'end' ? items.length : around === 'unread' ? (unreadFrom ?? items.length) : around;
      const start = Math.max(0, Math.min(items.length - count, middle - Math.floor(count / 2)));
      return demo.answer({
        conversation: row,
        total: items.length,
        start,
        items: items.slice(start, start + count),
        firstUnread: unreadFrom,
        complete: demo.scenario !== 'first',
      });
    },
    conversationFor: (parties) => {
      const found = demo.data.threads.find(
        ({ row }) =>
          row.parties.length === parties.length &&
          row.parties.every((party) => parties.includes(party.number)),
      );
      return demo.answer((found ?? demo.thread(parties.join(', '))).row);
    },
    openAttachment: (conversation, item, key) => {
      const found = demo
        .thread(conversation)
        .items.find((each) => each.id === item)
        ?.attachments.find((each) => each.key === key);
      return demo.answer({
        url: found?.thumbnail ?? '',
        contentType: 'image/svg+xml',
        name: found?.name ?? null,
      });
    },
    setConversation: async (id, change) => {
      const thread = demo.thread(id);
      if (change.readUpTo !== undefined) {
        const upTo = change.readUpTo;
        const first = thread.items.findIndex((item) => !item.mine && item.at > upTo);
        thread.unreadFrom = first < 0 ? null : first;
        thread.row.unread = first < 0 ? 0 : thread.items.length - first;
      }
      for (const key of ['muted', 'pinned', 'archived'] as const)
        thread.row[key] = change[key] ?? thread.row[key];
      thread.row.draft = change.draft ?? thread.row.draft;
      demo.emit('conversations', { version: (demo.version += 1) });
    },
    send: async ({ to, text }) => {
      const row = demo.data.threads.find(
        (each) =>
          each.row.parties.length === to.length &&
          each.row.parties.every((party) => to.includes(party.number)),
      )?.row;
      const thread = demo.thread(row?.id ?? to.join(', '));
      const item = demo.append(thread, {
        mine: true,
        text,
        status: 'queued',
        route: 'Sent by your phone Pixel 9 (Private)',
      });
      const move = (status: ThreadItem['status'], after: number) =>
        setTimeout(() => {
          item.status = status;
          demo.changed(thread);
        }, after);
      move('sent', 500);
      move('delivered', 1000);
      return { conversation: thread.row.id, item: item.id };
    },
    sendAgain: () => Promise.resolve(),
    cancelSend: () => Promise.resolve(),
  };
}
