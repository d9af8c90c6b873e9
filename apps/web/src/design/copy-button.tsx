import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { classNames } from './class-names.ts';
import { say } from './toast.ts';

/** Copies a text and says so on itself. */
export function CopyButton({
  text,
  label,
  autoFocus = false,
  className,
}: {
  text: string;
  label: string;
  autoFocus?: boolean;
  className?: string;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      say({ text: 'The browser did not allow copying. Select the text and copy it by hand.', bad: true });
    }
  };
  return (
    <button
      type="button"
      autoFocus={autoFocus}
      onClick={() => void copy()}
      className={classNames(
        'touch inline-flex items-center gap-1.5 rounded-soft border border-edge bg-raised px-2 py-1 text-small font-medium text-ink hover:bg-sunken',
        className,
      )}
    >
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </button>
  );
}
