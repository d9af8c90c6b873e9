/** What is read of a carrier's counters. */
export interface CarrierCounters {
  texts: number;
  taken: number;
  delivered: number;
  failed: number;
  expired: number;
  receiptsSent: number;
  repliesSent: number;
}

/** A carrier's counters in one line. `before`: those of `seconds` ago. */
export function describeCounters(
  now: CarrierCounters,
  { before, seconds }: { before: CarrierCounters | null; seconds: number },
): string {
  const rate = before === null ? 0 : Math.round((now.taken - before.taken) / seconds);
  const lost = now.failed + now.expired;
  const parts = [
    `${number(rate)} segments/s`,
    `${number(now.texts)} texts taken`,
    `${number(now.delivered)} segments delivered`,
    ...(lost > 0 ? [`${number(lost)} not`] : []),
    ...(now.repliesSent > 0 ? [`${number(now.repliesSent)} replies`] : []),
  ];
  return `  ${parts.join(' · ')}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
