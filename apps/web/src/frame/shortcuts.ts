import { useEffect, useRef } from 'react';

const KEY = 'smseal:shortcuts';

/** Whether single keys act. They can be switched off (WCAG 2.1.4). */
export function shortcutsOn(): boolean {
  return localStorage.getItem(KEY) !== 'off';
}
export function setShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}

/** Every key and what it does, in the order in which help shows them. */
export const SHORTCUTS = [
  { keys: ['↓', 'j'], does: 'Next conversation' },
  { keys: ['↑', 'k'], does: 'Previous conversation' },
  { keys: ['Enter'], does: 'Open, or send' },
  { keys: ['Shift', 'Enter'], does: 'New line in a text' },
  { keys: ['r'], does: 'Write (any other letter too)' },
  { keys: ['n'], does: 'New message' },
  { keys: ['/'], does: 'Search' },
  { keys: ['g', 'i'], does: 'Go to inbox' },
  { keys: ['g', 'c'], does: 'Go to contacts' },
  { keys: ['g', 'k'], does: 'Go to calls' },
  { keys: ['g', 'm'], does: 'Go to send to many' },
  { keys: ['e'], does: 'Archive' },
  { keys: ['u'], does: 'Mark as unread' },
  { keys: ['Esc'], does: 'Back, or close' },
  { keys: ['?'], does: 'Show this list' },
] as const;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="menuitem"]'))
  );
}

function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Two keys in a row count as one for this long. */
const SEQUENCE_MS = 1200;

/**
 * Hears single keys where nobody types and nothing covers the screen. `act` gets `j`, `g i`, `Escape` … and answers
 * whether it took the key.
 */
export function useShortcuts(act: (keys: string) => boolean): void {
  const latest = useRef(act);
  const pending = useRef({ key: '', at: 0 });
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (isTyping(event.target) || isCovered()) return;
      const named = event.key.length > 1;
      if (!named && !shortcutsOn()) return;
      const before = pending.current;
      const keys =
        before.key && event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${event.key}` : event.key;
      if (event.key === 'g' && keys === 'g') {
        pending.current = { key: 'g', at: event.timeStamp };
        return;
      }
      pending.current = { key: '', at: 0 };
      if (latest.current(keys)) event.preventDefault();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}
