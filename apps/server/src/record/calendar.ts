import { CodedError } from '@smseal/protocol';

/** Whether a text of the form of a day is one: the thirtieth of February is not. */
export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** An instant of the schema's form in ms since 1970. @throws CodedError `invalid-request` where no clock shows it. */
export function readInstant(text: string, at: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== text)
    throw new CodedError('invalid-request', { at });
  return ms;
}
