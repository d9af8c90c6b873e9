import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../design/icon-button.tsx';
import { troubleOf } from '../design/trouble.ts';
import { fullTime } from '../design/times.ts';
import type { ThreadWindow } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { isPicture } from './attachments.tsx';

interface At {
  item: string;
  key: string;
}

const MOST_ZOOM = 4;

/** Pictures of a thread one at a time: arrows move, + and − or the wheel zoom, Esc closes. */
export function PictureViewer({
  window,
  at,
  onClose,
  onMove,
}: {
  window: ThreadWindow;
  at: At;
  onClose(): void;
  onMove(at: At): void;
}) {
  const [zoom, setZoom] = useState(1);
  const pictures = window.items.flatMap((item) =>
    item.attachments.filter(isPicture).map((picture) => ({ item, picture })),
  );
  const index = pictures.findIndex(({ item, picture }) => item.id === at.item && picture.key === at.key);
  const shown = pictures[index];
  const opened = useOpened(window.conversation.id, at);
  const move = (step: number) => {
    const next = pictures[index + step];
    if (!next) return;
    setZoom(1);
    onMove({ item: next.item.id, key: next.picture.key });
  };
  const zoomBy = (step: number) => setZoom((now) => Math.max(1, Math.min(MOST_ZOOM, now + step)));
  const name = shown?.picture.name ?? 'Picture';
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-paper" />
        <Dialog.Popup
          className="fixed inset-0 z-50 flex flex-col outline-none"
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') move(-1);
            else if (event.key === 'ArrowRight') move(1);
            else if (event.key === '+' || event.key === '=') zoomBy(0.5);
            else if (event.key === '-') zoomBy(-0.5);
          }}
        >
          <header className="flex h-16 shrink-0 items-center gap-1 border-b border-line px-4">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="truncate font-medium">{name}</Dialog.Title>
              {shown && <p className="tabular truncate text-small text-ink-2">{fullTime(shown.item.at)}</p>}
            </div>
            <IconButton label="Smaller" keys="−" disabled={zoom <= 1} onClick={() => zoomBy(-0.5)}>
              <ZoomOut size={20} />
            </IconButton>
            <IconButton label="Larger" keys="+" disabled={zoom >= MOST_ZOOM} onClick={() => zoomBy(0.5)}>
              <ZoomIn size={20} />
            </IconButton>
            {opened.state === 'ready' && (
              <IconButton label="Save" render={<a href={opened.url} download={name} aria-label="Save" />}>
                <Download size={20} />
              </IconButton>
            )}
            <Dialog.Close render={<IconButton label="Close" keys="Esc" side="left" />}>
              <X size={20} />
            </Dialog.Close>
          </header>
          <div className="relative flex min-h-0 flex-1 items-center justify-center">
            <div
              className="flex size-full items-center justify-center overflow-auto p-4"
              onWheel={(event) => event.ctrlKey && zoomBy(event.deltaY < 0 ? 0.25 : -0.25)}
            >
              {opened.state === 'failed' ? (
                <p role="alert" className="max-w-90 text-center">
                  The picture could not be opened. {opened.sentence}
                </p>
              ) : (
                <img
                  src={opened.state === 'ready' ? opened.url : (shown?.picture.thumbnail ?? undefined)}
                  alt={name}
                  onDoubleClick={() => setZoom(zoom > 1 ? 1 : 2)}
                  className="m-auto max-h-full max-w-full object-contain"
                  style={
                    zoom > 1 ? { width: `${zoom * 100}%`, maxWidth: 'none', maxHeight: 'none' } : undefined
                  }
                />
              )}
            </div>
            {index > 0 && (
              <IconButton
                label="Previous picture"
                keys="←"
                side="right"
                onClick={() => move(-1)}
                className="absolute left-3 border border-line bg-raised"
              >
                <ChevronLeft size={22} />
              </IconButton>
            )}
            {index < pictures.length - 1 && (
              <IconButton
                label="Next picture"
                keys="→"
                side="left"
                onClick={() => move(1)}
                className="absolute right-3 border border-line bg-raised"
              >
                <ChevronRight size={22} />
              </IconButton>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Opened = { state: 'opening' } | { state: 'ready'; url: string } | { state: 'failed'; sentence: string };

/** The picture itself, opened in the engine; its thumbnail stands in its place until then. */
function useOpened(conversation: string, { item, key }: At): Opened {
  const engine = useEngine();
  const [opened, setOpened] = useState<{ of: string; is: Opened }>({ of: '', is: { state: 'opening' } });
  useEffect(() => {
    let left = false;
    engine.openAttachment(conversation, item, key).then(
      ({ url }) => !left && setOpened({ of: item + key, is: { state: 'ready', url } }),
      (error: unknown) =>
        !left && setOpened({ of: item + key, is: { state: 'failed', sentence: troubleOf(error).sentence } }),
    );
    return () => {
      left = true;
    };
  }, [engine, conversation, item, key]);
  return opened.of === item + key ? opened.is : { state: 'opening' };
}
