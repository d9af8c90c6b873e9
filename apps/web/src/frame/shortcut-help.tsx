import { Dialog } from '../design/dialog.tsx';
import { SHORTCUTS } from './shortcuts.ts';

/** The list of keys. */
export function ShortcutHelp({ onClose }: { onClose(): void }) {
  return (
    <Dialog open onClose={onClose} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex items-center gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-soft border border-edge bg-sunken px-1.5 text-center font-sans text-small"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-small text-ink-2">Single keys can be switched off in Settings, Appearance.</p>
    </Dialog>
  );
}
