import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { classNames } from './class-names.ts';

const VEIL =
  'fixed inset-0 z-40 bg-veil transition-opacity duration-120 data-[starting-style]:opacity-0 data-[ending-style]:opacity-0';
const CARD =
  'float-in fixed inset-x-3 top-1/2 z-40 mx-auto flex max-h-[min(85dvh,720px)] -translate-y-1/2 flex-col overflow-hidden rounded-card border border-line bg-raised shadow-float';

interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  width?: number;
  /** A press outside does not close it: what it shows is shown once. */
  insistent?: boolean;
}

/** A window over the screen; Esc and a press outside close it, and focus goes back to where it was. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  footer,
  width = 460,
  insistent = false,
}: DialogProps) {
  return (
    <Base.Root open={open} disablePointerDismissal={insistent} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup className={CARD} style={{ maxWidth: width }}>
          <header className="flex items-center gap-3 border-b border-line py-2 pr-2 pl-5">
            <Base.Title className="flex-1 text-lead font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton label="Close" keys="Esc" side="left" />}>
              <X size={20} />
            </Base.Close>
          </header>
          <div className="overflow-y-auto px-5 py-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  onClose(): void;
  title: string;
  /** What happens, and what does not. */
  children: ReactNode;
  /** The act's own verb: "Remove", never "OK". */
  action: string;
  busy?: string;
  dangerous?: boolean;
  disabled?: boolean;
  onConfirm(): Promise<void> | void;
}

/** Asks before something that cannot be taken back. Stays open, with words, until the act has ended. */
export function ConfirmDialog(props: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await props.onConfirm();
    } finally {
      setBusy(false);
    }
  };
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(next) => !next && !busy && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={VEIL} />
        <AlertDialog.Popup className={classNames(CARD, 'max-w-110 gap-3 p-5')}>
          <AlertDialog.Title className="text-lead font-semibold">{props.title}</AlertDialog.Title>
          <AlertDialog.Description
            render={<div />}
            className="flex flex-col gap-2 overflow-y-auto text-body text-ink-2"
          >
            {props.children}
          </AlertDialog.Description>
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <Button onClick={props.onClose} disabled={busy}>
              Keep as it is
            </Button>
            <Button
              variant={props.dangerous ? 'danger' : 'primary'}
              busy={busy && (props.busy ?? 'One moment…')}
              disabled={props.disabled ?? false}
              onClick={() => void confirm()}
            >
              {props.action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** The same window at the right edge, over narrow screens. */
export function SideSheet({ open, onClose, title, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup
          aria-label={title}
          className="fixed inset-y-0 right-0 z-40 w-[min(340px,90vw)] overflow-y-auto border-l border-line bg-paper shadow-float transition-transform duration-150 data-[ending-style]:translate-x-8 data-[ending-style]:opacity-0 data-[starting-style]:translate-x-8 data-[starting-style]:opacity-0"
        >
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
