import { Menu as Base } from '@base-ui/react/menu';
import { classNames } from './class-names.ts';
import type { MenuProps } from './menu.tsx';

/** The menu itself, open from the start: it is loaded when its trigger is first pressed. */
export function MenuWindow({ trigger, entries, side = 'bottom', align = 'end' }: MenuProps) {
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal container={document.getElementById('main')}>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50">
          <Base.Popup className="float-in max-w-[90vw] min-w-56 rounded-card border border-line bg-raised p-1 shadow-float outline-none">
            {entries.map((entry) => (
              <Base.Item
                key={entry.label}
                disabled={entry.disabled ?? false}
                onClick={entry.onSelect}
                className={classNames(
                  'flex min-h-11 cursor-pointer items-center gap-3 rounded-soft px-3 py-2 outline-none select-none data-[disabled]:cursor-default data-[disabled]:text-ink-2 data-[highlighted]:bg-sunken md:min-h-9',
                  entry.dangerous && 'text-bad',
                )}
              >
                {entry.icon && <span className="text-ink-3">{entry.icon}</span>}
                <span className="flex-1">
                  {entry.label}
                  {entry.hint && <span className="block text-small text-ink-2">{entry.hint}</span>}
                </span>
                {entry.checked && <span aria-label="chosen">✓</span>}
                {entry.keys && <kbd className="font-sans text-small text-ink-2">{entry.keys}</kbd>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
