import type { TextState } from '@smseal/protocol';
import { count, countOf } from '../design/amounts.ts';
import { shownCounts, STATES, STATE_WORDS, type ShownState } from './states.ts';

/** How many texts are in each state: one bar, and the numbers under it in places that never move. */
export function StateChart({
  counts,
  recipients,
  chosen,
  onChoose,
}: {
  counts: Partial<Record<TextState, number>>;
  recipients: number;
  chosen: ShownState | null;
  onChoose(state: ShownState | null): void;
}) {
  const shown = shownCounts(counts);
  return (
    <div className="flex flex-col gap-3">
      <StateBar counts={counts} recipients={recipients} tall />
      <div
        role="group"
        aria-label="Show recipients by state"
        className="grid grid-cols-2 gap-2 md:grid-cols-4"
      >
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={chosen === state}
            onClick={() => onChoose(chosen === state ? null : state)}
            className="flex min-h-14 flex-col rounded-card border border-line bg-raised px-3 py-2 text-left ring-inside hover:bg-sunken aria-pressed:border-seal aria-pressed:bg-selected"
          >
            <span className="flex items-center gap-2 text-small text-ink-2">
              <span
                aria-hidden
                className="size-2.5 shrink-0 rounded-full"
                style={{ background: STATE_WORDS[state].colour }}
              />
              {STATE_WORDS[state].label}
            </span>
            <span className="tabular text-lead font-semibold">{count(shown[state])}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

const ORDER = [
  'delivered',
  'sent',
  'underway',
  'unknown',
  'failed',
  'expired',
  'cancelled',
] as const satisfies readonly ShownState[];

/** One bar in which each state has its share; what waits is the empty rest. Parts move by transform alone. */
export function StateBar({
  counts,
  recipients,
  tall = false,
}: {
  counts: Partial<Record<TextState, number>>;
  recipients: number;
  tall?: boolean;
}) {
  const shown = shownCounts(counts);
  const words = STATES.filter((state) => shown[state] > 0)
    .map((state) => `${count(shown[state])} ${STATE_WORDS[state].label.toLowerCase()}`)
    .join(', ');
  let begin = 0;
  return (
    <div
      role="img"
      aria-label={`Of ${countOf(recipients, 'text')}: ${words || 'none known'}`}
      className={`relative w-full overflow-hidden rounded-full bg-line ${tall ? 'h-4' : 'h-1.5'}`}
    >
      {ORDER.map((state) => {
        const share = recipients > 0 ? shown[state] / recipients : 0;
        const at = begin;
        begin += share;
        return (
          <span
            key={state}
            className="absolute inset-0 origin-left transition-transform duration-150"
            style={{
              background: STATE_WORDS[state].colour,
              transform: `translateX(${at * 100}%) scaleX(${share})`,
            }}
          />
        );
      })}
    </div>
  );
}
