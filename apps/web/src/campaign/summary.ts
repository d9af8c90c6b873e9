import { count, countOf } from '../design/amounts.ts';
import type { CampaignRow } from '../engine/campaign/campaign-api.ts';
import { isOver, shownCounts } from './states.ts';

/** How far a text to many is, in one line. */
export function summaryOf({ counts, recipients, wish, toPost }: CampaignRow): string {
  const { queued, delivered, failed, sent, underway, expired, cancelled, unknown } = shownCounts(counts);
  const told = Object.values(counts).reduce((sum, some) => sum + some, 0);
  const waits = queued + (recipients - told);
  if (wish === 'pause' && waits > 0) return `Paused, ${countOf(waits, 'text waits', 'texts wait')}`;
  if (toPost > 0) return `Handing in, ${countOf(toPost, 'text')} to go`;
  if (waits > 0 && wish !== 'cancel') return `${count(recipients - waits)} of ${count(recipients)} gone out`;
  const parts = [
    [delivered, 'delivered'],
    [sent + underway, 'on their way'],
    [failed, 'failed'],
    [expired, 'expired'],
    [cancelled, 'cancelled'],
    [unknown, 'unknown'],
  ] as const;
  const words = parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  return words.join(' · ') || countOf(recipients, 'text');
}

/** Whether anything may still change. */
export function isLive(row: Pick<CampaignRow, 'counts' | 'recipients' | 'toPost'>): boolean {
  const told = Object.values(row.counts).reduce((sum, some) => sum + some, 0);
  return row.toPost > 0 || told < row.recipients || !isOver(row.counts);
}
