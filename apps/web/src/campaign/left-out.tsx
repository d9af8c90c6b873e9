import { Download } from 'lucide-react';
import { count, countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import type { RecipientsView, RefusedBecause } from '../engine/campaign/campaign-api.ts';
import { useAct } from '../frame/engine-context.tsx';
import { saveFile } from '../design/save-file.ts';
import type { DraftList } from './use-draft.ts';

/** Why a line gets no text: of one line, and of several. */
export const REFUSED_WORDS = {
  duplicate: { one: 'The number stands in an earlier line.', some: 'repeats', more: 'repeat' },
  'not-a-number': {
    one: 'This is no phone number.',
    some: 'has no phone number',
    more: 'have no phone number',
  },
  'scientific-notation': {
    one: 'A spreadsheet rounded it, and its digits are lost. Format the column as text, and export it again.',
    some: 'was rounded by a spreadsheet',
    more: 'were rounded by a spreadsheet',
  },
  empty: { one: 'There is no number.', some: 'is without a number', more: 'are without a number' },
  suppressed: {
    one: 'This person asked not to be texted.',
    some: 'asked not to be texted',
    more: 'asked not to be texted',
  },
  landline: { one: 'A fixed line.', some: 'is a fixed line', more: 'are fixed lines' },
  unreadable: { one: 'The line could not be read.', some: 'could not be read', more: 'could not be read' },
} as const satisfies Record<RefusedBecause, { one: string; some: string; more: string }>;

/** Lines that get no text, why, and all of them as a file. */
export function LeftOut({ draft, view }: { draft: DraftList; view: RecipientsView }) {
  const act = useAct();
  const reasons = Object.entries(view.refused) as [RefusedBecause, number][];
  const total = reasons.reduce((sum, [, times]) => sum + times, 0);
  if (total === 0) return null;
  return (
    <details className="rounded-card border border-line">
      <summary className="min-h-11 px-4 py-2.5 ring-inside">
        <span className="font-medium">{countOf(total, 'line is', 'lines are')} left out</span>
        <span className="text-ink-2">
          {': '}
          {reasons
            .map(
              ([because, times]) =>
                `${count(times)} ${REFUSED_WORDS[because][times === 1 ? 'some' : 'more']}`,
            )
            .join(', ')}
        </span>
      </summary>
      <div className="flex flex-col gap-3 border-t border-line p-4">
        <ul
          tabIndex={0}
          aria-label="Lines that are left out"
          className="max-h-80 divide-y divide-line overflow-y-auto rounded-card border border-line ring-inside"
        >
          {view.some.map(({ line, cell, because, first }) => (
            <li key={line} className="px-4 py-2">
              <span className="tabular flex gap-3">
                <span className="shrink-0 text-ink-2">Line {line}</span>
                <span className="min-w-0 truncate font-medium">{cell || '–'}</span>
              </span>
              <span className="block text-small text-ink-2">
                {first === undefined ? REFUSED_WORDS[because].one : `The number stands in line ${first}.`}
              </span>
            </li>
          ))}
        </ul>
        {view.some.length < total && (
          <p className="text-ink-2">The first {count(view.some.length)} are shown.</p>
        )}
        <div>
          <Button
            icon={<Download size={18} aria-hidden />}
            onClick={() =>
              void act('The lines were not written.', async () =>
                saveFile(await draft.ask((engine, id) => engine.refusedLines(id))),
              )
            }
          >
            All of them as CSV
          </Button>
        </div>
      </div>
    </details>
  );
}
