import { daysBetween } from '../design/times.ts';
import type { CallRow } from '../engine/engine-api.ts';
import type { CallFilter } from './call-words.tsx';

export type CallLine = { kind: 'day'; at: string } | { kind: 'call'; call: CallRow };

function wanted(call: CallRow, filter: CallFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'missed':
      return call.type === 'missed' || call.type === 'rejected' || call.type === 'voicemail';
    case 'in':
      return call.type === 'in' || call.type === 'elsewhere';
    case 'out':
      return call.type === 'out';
  }
}

/** Calls newest first with a line before each day; `number` leaves those with one number. */
export function callLines(
  rows: readonly CallRow[],
  { filter, number }: { filter: CallFilter; number: string | null },
): CallLine[] {
  const lines: CallLine[] = [];
  let before: CallRow | null = null;
  for (const call of rows.toSorted((a, b) => b.at.localeCompare(a.at))) {
    if (!wanted(call, filter) || (number !== null && call.number !== number)) continue;
    if (!before || daysBetween(Date.parse(call.at), Date.parse(before.at)) !== 0)
      lines.push({ kind: 'day', at: call.at });
    lines.push({ kind: 'call', call });
    before = call;
  }
  return lines;
}
