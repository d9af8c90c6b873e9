import { CodedError } from '@smseal/protocol';

/** Days that were found to be one: requests name the same few again and again. */
const days = new Set<string>();
const MOST_DAYS = 20_000;

/** Whether a text of the form of a day is one: the thirtieth of February is not. */
export function isDay(text: string): boolean {
  if (days.has(text)) return true;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text)) return false;
  if (days.size < MOST_DAYS) days.add(text);
  return true;
}

/** An instant of the schema's form in ms since 1970. @throws CodedError `invalid-request` where no clock shows it. */
export function readInstant(text: string, at: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== text)
    throw new CodedError('invalid-request', { at });
  return ms;
}
