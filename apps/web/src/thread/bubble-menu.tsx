import { Copy, Ellipsis, Eraser, Route } from 'lucide-react';
import { Menu, type MenuEntry } from '../design/menu.tsx';
import { say } from '../design/toast.ts';
import type { ThreadItem } from '../engine/engine-api.ts';
import { askToErase } from '../erasure/ask-to-erase.ts';

/** What can be done with one text. The button shows where the pointer or the focus is, and always where there is no pointer. */
export function BubbleMenu({ item, onExplain }: { item: ThreadItem; onExplain(text: string): void }) {
  const { sentAs } = item;
  const entries: MenuEntry[] = [
    {
      label: 'Erase this text…',
      icon: <Eraser size={18} />,
      dangerous: true,
      onSelect: () => askToErase({ target: { of: 'texts', items: [item.id] }, name: 'this text' }),
    },
  ];
  if (sentAs !== null)
    entries.unshift({
      label: 'What happened to it',
      icon: <Route size={18} />,
      onSelect: () => onExplain(sentAs),
    });
  if (item.text !== '')
    entries.unshift({
      label: 'Copy the text',
      icon: <Copy size={18} />,
      onSelect: () =>
        void navigator.clipboard.writeText(item.text).then(
          () => say({ text: 'Copied.' }),
          () => say({ text: 'The browser did not let it be copied.', bad: true }),
        ),
    });
  return (
    <Menu
      align={item.mine ? 'end' : 'start'}
      trigger={
        <button
          type="button"
          aria-label="More about this text"
          className="touch inline-flex size-8 shrink-0 items-center justify-center rounded-card text-ink-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-sunken hover:text-ink aria-expanded:opacity-100 pointer-coarse:opacity-100"
        >
          <Ellipsis size={16} aria-hidden />
        </button>
      }
      entries={entries}
    />
  );
}
