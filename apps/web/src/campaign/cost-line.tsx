import { count, countOf } from '../design/amounts.ts';
import { classNames } from '../design/class-names.ts';
import type { WordingCounts } from '../engine/campaign/campaign-api.ts';

/** What all texts come to, live: in segments, which is what carriers charge for. */
export function CostLine({
  counts,
  stale,
  onShow,
}: {
  counts: WordingCounts | null;
  stale: boolean;
  onShow(index: number): void;
}) {
  if (!counts) return <p className="min-h-12 text-ink-2">Write the text, and its cost stands here.</p>;
  const { recipients, segments, least, most, unicode, bySegments, dear, empty, tooLong } = counts;
  const more = bySegments
    .filter(({ segments: each }) => each > least)
    .reduce((sum, { texts }) => sum + texts, 0);
  return (
    <div className={classNames('flex min-h-12 flex-col gap-1 transition-opacity', stale && 'opacity-60')}>
      <p role="status" className="tabular font-medium">
        {countOf(recipients, 'text')} · {countOf(segments, 'segment')}
        <span className="font-normal text-ink-2">
          {least === most ? ` · ${least} each` : ` · ${least} to ${most} each`}
          {unicode > 0 && ` · ${unicode === recipients ? 'all' : count(unicode)} in Unicode`}
        </span>
      </p>
      {more > 0 && (
        <p className="text-small text-ink-2">
          {countOf(more, 'text takes', 'texts take')} more than {countOf(least, 'segment')}.{' '}
          {dear[0] !== undefined && (
            <button type="button" className="touch text-seal underline" onClick={() => onShow(dear[0] ?? 0)}>
              Show the dearest
            </button>
          )}
        </p>
      )}
      {empty > 0 && (
        <p className="text-small text-bad">{countOf(empty, 'text is', 'texts are')} empty, and not sent.</p>
      )}
      {tooLong > 0 && (
        <p className="text-small text-bad">
          {countOf(tooLong, 'text is', 'texts are')} longer than 1,600 characters, and not sent.
        </p>
      )}
    </div>
  );
}
