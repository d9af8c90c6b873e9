import type { CallPayload, CallType } from '@smseal/protocol';
import type { ProviderRow } from '../source/provider-door.ts';
import type { RowContext } from './row-context.ts';
import { instant, integerOf, textOf, timeMsOf } from './row-values.ts';

/** `CallLog.Calls.TYPE`. */
const TYPES: Readonly<Record<number, CallType>> = {
  1: 'in',
  2: 'out',
  3: 'missed',
  4: 'voicemail',
  5: 'rejected',
  6: 'blocked',
  7: 'elsewhere',
};
/** `CallLog.Calls.NUMBER_PRESENTATION`: only what is allowed (1) is a number. */
const SHOWN = 1;

/** A row of the call log. Makers add types of their own; one with a duration was a conversation, else it was missed. */
export function mapCall(row: ProviderRow, context: RowContext): CallPayload {
  const duration = Math.max(0, integerOf(row, 'duration') ?? 0);
  const type = TYPES[integerOf(row, 'type') ?? 0] ?? (duration > 0 ? 'in' : 'missed');
  const subscription = integerOf(row, 'sub_id') ?? integerOf(row, 'subscription_id') ?? -1;
  return {
    v: 1,
    number: numberOf(row, context),
    type,
    at: instant(timeMsOf(row, 'date') ?? 0),
    duration,
    sim: context.sim(subscription),
    source: context.source,
  };
}

/** Older phones write −1, −2 and −3 for unknown, private and payphone. */
function numberOf(row: ProviderRow, context: RowContext): string | null {
  const number = textOf(row, 'number')?.trim() ?? '';
  const hidden = (integerOf(row, 'presentation') ?? SHOWN) !== SHOWN;
  if (hidden || number === '' || /^-[0-9]$/.test(number)) return null;
  return context.party(number);
}
