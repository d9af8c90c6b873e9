import { ChevronLeft, ChevronRight } from 'lucide-react';
import { count, countOf } from '../design/amounts.ts';
import { IconButton } from '../design/icon-button.tsx';
import type { PreviewView } from '../engine/campaign/campaign-api.ts';

/** A recipient's phone with the text as it would arrive, and a way to the next one's. */
export function PhonePreview({
  preview,
  sender,
  onStep,
}: {
  preview: PreviewView | null;
  sender: string | null;
  onStep(index: number): void;
}) {
  return (
    <figure aria-label="How it arrives" className="flex flex-col items-center gap-3">
      <div className="flex h-110 w-full max-w-64 flex-col overflow-hidden rounded-[28px] border-4 border-edge bg-paper">
        <div className="flex justify-center py-2">
          <span aria-hidden className="h-1.5 w-16 rounded-full bg-line" />
        </div>
        <p className="truncate border-b border-line px-4 pb-2 text-center text-small font-medium">
          {sender ?? 'Your number'}
        </p>
        <div
          tabIndex={0}
          role="region"
          aria-label="The text"
          className="flex-1 overflow-y-auto p-3 ring-inside"
        >
          {preview === null ? (
            <p className="pt-8 text-center text-small text-ink-2">
              Choose a list, and the text appears here.
            </p>
          ) : preview.text.trim() === '' ? (
            <p className="pt-8 text-center text-small text-ink-2">Nothing is written yet.</p>
          ) : (
            <p className="w-fit max-w-[92%] rounded-bubble rounded-bl-[4px] bg-theirs px-3 py-2 break-words whitespace-pre-wrap">
              {preview.text}
            </p>
          )}
        </div>
        <p className="tabular min-h-9 border-t border-line px-3 py-2 text-center text-tiny text-ink-2">
          {preview &&
            preview.text !== '' &&
            `${countOf(preview.segments, 'segment')} · ${preview.encoding === 'ucs2' ? 'Unicode' : '7-bit'} · ${countOf([...preview.text].length, 'character')}`}
        </p>
      </div>
      {preview && (
        <figcaption className="flex w-full max-w-72 items-center gap-1">
          <IconButton
            label="The one before"
            disabled={preview.index === 0}
            onClick={() => onStep(preview.index - 1)}
          >
            <ChevronLeft size={20} />
          </IconButton>
          <span className="min-w-0 flex-1 text-center">
            <span className="tabular block truncate font-medium">{preview.name ?? preview.number}</span>
            <span className="tabular block text-small text-ink-2">
              {count(preview.index + 1)} of {count(preview.of)}
            </span>
          </span>
          <IconButton
            label="The next one"
            disabled={preview.index + 1 >= preview.of}
            onClick={() => onStep(preview.index + 1)}
          >
            <ChevronRight size={20} />
          </IconButton>
        </figcaption>
      )}
    </figure>
  );
}
