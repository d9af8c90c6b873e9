import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export type TipSide = 'top' | 'bottom' | 'left' | 'right';

/** Rest of the pointer before a tip shows, ms; the keyboard's focus shows it at once. */
const DELAY_MS = 500;
/** Room between a control and its tip, and between a tip and the edge of the window, px. */
const GAP = 6;

/** What a control says in its tip. The name itself belongs in `aria-label`: tips are for eyes. */
export function tip(label: string, side: TipSide = 'bottom', keys?: string) {
  return { 'data-tip': label, 'data-tip-side': side, ...(keys ? { 'data-tip-keys': keys } : {}) };
}

function tipped(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

/** Shows the tip of whatever control is pointed at or focused. One for the whole app; Esc puts a tip away. */
export function TipLayer() {
  const [shown, setShown] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      setShown(null);
    };
    const point = (event: PointerEvent) => {
      clearTimeout(timer);
      const control = event.pointerType === 'mouse' ? tipped(event.target) : null;
      if (control) timer = setTimeout(() => setShown(control), DELAY_MS);
      else setShown(null);
    };
    const focus = (event: FocusEvent) => {
      const control = tipped(event.target);
      if (control?.matches(':focus-visible')) setShown(control);
    };
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    addEventListener('pointerover', point);
    addEventListener('pointerdown', hide);
    addEventListener('focusin', focus);
    addEventListener('focusout', hide);
    addEventListener('scroll', hide, true);
    addEventListener('keydown', key);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerover', point);
      removeEventListener('pointerdown', hide);
      removeEventListener('focusin', focus);
      removeEventListener('focusout', hide);
      removeEventListener('scroll', hide, true);
      removeEventListener('keydown', key);
    };
  }, []);
  return shown?.isConnected ? <Tip control={shown} /> : null;
}

function Tip({ control }: { control: HTMLElement }) {
  const box = useRef<HTMLDivElement>(null);
  const { tip: label, tipKeys, tipSide } = control.dataset;
  useLayoutEffect(() => {
    if (box.current) place(box.current, control.getBoundingClientRect(), tipSide);
  }, [control, tipSide]);
  return (
    <div
      ref={box}
      aria-hidden
      className="pointer-events-none fixed top-0 left-0 z-60 rounded-soft bg-ink px-2 py-1 text-small whitespace-nowrap text-paper shadow-float"
    >
      {label}
      {tipKeys && <kbd className="ml-2 font-sans opacity-80">{tipKeys}</kbd>}
    </div>
  );
}

/** Puts the tip beside its control, within the window. */
function place(box: HTMLElement, at: DOMRect, side: string | undefined): void {
  const { offsetWidth: width, offsetHeight: height } = box;
  const middle = { x: at.left + (at.width - width) / 2, y: at.top + (at.height - height) / 2 };
  const spot =
    side === 'left'
      ? { x: at.left - width - GAP, y: middle.y }
      : side === 'right'
        ? { x: at.right + GAP, y: middle.y }
        : { x: middle.x, y: side === 'top' ? at.top - height - GAP : at.bottom + GAP };
  const x = Math.max(GAP, Math.min(innerWidth - width - GAP, spot.x));
  const y = Math.max(GAP, Math.min(innerHeight - height - GAP, spot.y));
  box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
