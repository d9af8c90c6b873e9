import { useLayoutEffect, type RefObject } from 'react';

/** Line height and most lines, as in the type scale. */
const LINE = 22;
const MOST_LINES = 8;
const PADDING = 20;

/** The field one writes in: grows with its text to eight lines. Enter sends, Shift+Enter breaks the line. */
export function TextBox({
  ref,
  value,
  label,
  placeholder,
  onChange,
  onSend,
}: {
  ref: RefObject<HTMLTextAreaElement | null>;
  value: string;
  label: string;
  placeholder: string;
  onChange(text: string): void;
  onSend(): void;
}) {
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, LINE * MOST_LINES + PADDING)}px`;
  }, [ref, value]);
  return (
    <textarea
      ref={ref}
      rows={1}
      dir="auto"
      value={value}
      aria-label={label}
      placeholder={placeholder}
      enterKeyHint="send"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
          event.preventDefault();
          onSend();
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          event.currentTarget.blur();
        }
      }}
      className="min-h-11 w-full flex-1 resize-none rounded-bubble border border-edge bg-raised px-4 py-2.5 text-body leading-[22px] text-ink ring-inside"
    />
  );
}
