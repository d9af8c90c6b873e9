import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from './icon-button.tsx';
import { hearSaid, type Said } from './toast.ts';

const manager = Toast.createToastManager();

function add({ text, undo, bad = false }: Said): void {
  manager.add({
    title: text,
    type: bad ? 'bad' : 'note',
    priority: bad ? 'high' : 'low',
    timeout: undo || bad ? 8000 : 4500,
    ...(undo ? { actionProps: { children: 'Undo', onClick: undo } } : {}),
  });
}

/** Where sentences appear. One for the whole app. */
export function ToastRoom() {
  useEffect(() => hearSaid(add), []);
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-3 bottom-20 z-60 mx-auto flex max-w-100 flex-col gap-2 md:bottom-6 md:left-18 md:mx-0">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="float-in rounded-card border border-line bg-raised shadow-float"
    >
      <Toast.Content className="flex items-center gap-2 py-1 pr-1 pl-4">
        <Toast.Title
          render={<p />}
          className={toast.type === 'bad' ? 'flex-1 py-2 text-bad' : 'flex-1 py-2 text-ink'}
        />
        <Toast.Action className="touch rounded-soft px-2 py-1 font-medium text-seal" />
        <Toast.Close render={<IconButton label="Close" side="top" />}>
          <X size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
