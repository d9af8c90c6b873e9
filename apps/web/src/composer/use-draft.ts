import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConversationRow } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';

/** A draft is stored after a pause in typing of this length, and when the conversation is left. */
const PAUSE_MS = 600;

/** The text being written; survives leaving the conversation, this page, and shows on other devices. */
export function useDraft(conversation: ConversationRow): [string, (text: string) => void, () => void] {
  const engine = useEngine();
  const [text, setText] = useState(conversation.draft);
  const stored = useRef(conversation.draft);
  const latest = useRef(conversation.draft);
  const { id } = conversation;
  const store = useCallback(() => {
    if (stored.current === latest.current) return;
    stored.current = latest.current;
    engine.setConversation(id, { draft: latest.current }).catch(() => undefined);
  }, [engine, id]);
  useEffect(() => {
    const timer = setTimeout(store, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, store]);
  useEffect(() => {
    addEventListener('pagehide', store);
    return () => {
      removeEventListener('pagehide', store);
      store();
    };
  }, [store]);
  const change = useCallback((next: string) => {
    latest.current = next;
    setText(next);
  }, []);
  const clear = useCallback(() => {
    change('');
    store();
  }, [change, store]);
  return [text, change, clear];
}
