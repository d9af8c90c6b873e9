import { useEffect, useState } from 'react';
import type { countSegments, toGsmText } from '@smseal/sms';
import { segmentHint } from './segment-hint.ts';

interface Counting {
  count: typeof countSegments;
  toGsm: typeof toGsmText;
}

/** Texts shorter than this cannot reach the counter's threshold, whatever is in them. */
const LOAD_FROM = 40;

/** How many texts this becomes on the air, and the character that makes it more. Loaded when a text grows long. */
export function SegmentCounter({ text, onChange }: { text: string; onChange(text: string): void }) {
  const [counting, setCounting] = useState<Counting | null>(null);
  const needed = text.length >= LOAD_FROM;
  useEffect(() => {
    if (!needed || counting) return;
    import('@smseal/sms').then(
      (sms) => setCounting({ count: sms.countSegments, toGsm: sms.toGsmText }),
      () => undefined,
    );
  }, [needed, counting]);
  const hint = needed && counting ? segmentHint(counting.count(text)) : null;
  return (
    <p
      aria-live="polite"
      className="tabular flex shrink-0 items-center gap-2 text-small whitespace-nowrap text-ink-2"
    >
      {hint?.text}
      {hint?.swap && (
        <button
          type="button"
          className="touch font-medium text-seal underline underline-offset-2"
          onClick={() => counting && onChange(counting.toGsm(text))}
        >
          use {hint.swap.replacement}?
        </button>
      )}
    </p>
  );
}
