import { Switch } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';

/** A choice that holds at once, with what it means beside it. */
export function SwitchRow({
  label,
  children,
  checked,
  disabled = false,
  onChange,
}: {
  label: string;
  children?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange(value: boolean): void;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-4 py-2">
      <div className="flex-1">
        <p id={id} className="font-medium">
          {label}
        </p>
        {children && (
          <div id={`${id}-more`} className="text-small text-ink-2">
            {children}
          </div>
        )}
      </div>
      <Switch.Root
        aria-labelledby={id}
        aria-describedby={children ? `${id}-more` : undefined}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="touch mt-0.5 flex h-6 w-11 shrink-0 cursor-pointer rounded-full bg-edge p-0.5 transition-colors data-[checked]:bg-seal data-[disabled]:opacity-50"
      >
        <Switch.Thumb className="size-5 rounded-full bg-raised transition-transform data-[checked]:translate-x-5" />
      </Switch.Root>
    </div>
  );
}
