import type { TextEvent } from '@smseal/protocol';
import { partOf } from '../outbox/flight.ts';
import type { Departures } from './departure-records.ts';

/**
 * What carriers answered to a former life that did not come to tell the server of it, in the order of the texts.
 * @param told what the server was told of the batch.
 */
export function untoldAnswers(departures: Departures, told: readonly TextEvent[]): Omit<TextEvent, 'at'>[] {
  const known = new Set<string>();
  for (const { index, carrierId, part } of told)
    if (carrierId !== undefined) known.add(`${index} ${part?.k ?? 1}`);
  const untold: Omit<TextEvent, 'at'>[] = [];
  for (const [index, { n, parts }] of departures) {
    let answered = [...parts].filter(([k]) => known.has(`${index} ${k}`)).length;
    for (const [k, departed] of parts) {
      if (departed.state !== 'answered' || known.has(`${index} ${k}`)) continue;
      const state = ++answered === n ? 'sent' : 'submitted';
      const { carrierId, connector } = departed;
      const by = connector === undefined ? {} : { connector };
      untold.push({ index, state, ...partOf(k, n), carrierId, ...by });
    }
  }
  return untold;
}

/** Whether a text that was cleared is still here: none of its parts left, or each came back. */
export function isStillHere(departures: Departures, index: number): boolean {
  return (departures.get(index)?.parts.size ?? 0) === 0;
}
