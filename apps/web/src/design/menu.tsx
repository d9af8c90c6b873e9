import { cloneElement, lazy, Suspense, useState, type ReactElement, type ReactNode } from 'react';

export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  keys?: string;
  dangerous?: boolean;
  disabled?: boolean;
  /** Shown as the one chosen among its like. */
  checked?: boolean;
  hint?: string;
  onSelect(): void;
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  entries: readonly MenuEntry[];
  side?: 'top' | 'bottom' | 'right';
  align?: 'start' | 'end';
}

const load = () => import('./menu-window.tsx');
const MenuWindow = lazy(async () => ({ default: (await load()).MenuWindow }));

/** A menu that opens from `trigger`. Arrow keys move, letters find, Esc closes. */
export function Menu(props: MenuProps) {
  const [pressed, setPressed] = useState(false);
  const trigger = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load().catch(() => undefined),
    onClick: () => setPressed(true),
  });
  return pressed ? (
    <Suspense fallback={trigger}>
      <MenuWindow {...props} />
    </Suspense>
  ) : (
    trigger
  );
}
