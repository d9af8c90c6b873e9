import type { BatchText, GatewaySettings } from '@smseal/protocol';
import { findCallback } from '../callback/find-callback.ts';
import { restorePlus } from '../message/form-order.ts';
import type { PostMessages } from '../message/message-schema.ts';
import { TwilioError } from './twilio-error.ts';

/** A posted form. */
export type TwilioForm = Readonly<Record<string, string | string[] | undefined>>;

/** What is asked for, in our words. */
export interface TwilioOrder {
  request: PostMessages;
  notify?: NonNullable<BatchText['notify']>;
}

/** Seconds, 1 to 36,000: and this many unless given. */
const VALIDITY_S = 36_000;
const MOST_BODY = 1_600;

/** Reads `POST …/Messages.json`. @throws TwilioError, CodedError `unknown-webhook`. */
export function readTwilioOrder(
  form: TwilioForm,
  settings: GatewaySettings | null,
  now: number,
): TwilioOrder {
  const [to, body] = [one(form, 'To'), one(form, 'Body')];
  if (to === null) throw new TwilioError(21604, "A 'To' phone number is required.");
  for (const name of ['MediaUrl', 'ContentSid'])
    if (one(form, name) !== null)
      throw new TwilioError(20001, `This gateway sends texts alone, without ${name}.`);
  if (body === null) throw new TwilioError(21602, 'Message body is required.');
  if (body.length > MOST_BODY)
    throw new TwilioError(21617, `The body is longer than ${MOST_BODY} characters.`);
  const from = one(form, 'From');
  if (from === null && one(form, 'MessagingServiceSid') === null)
    throw new TwilioError(21603, "A 'From' phone number or a 'MessagingServiceSid' is required.");
  const sendAt = readSendAt(form);
  const begins = sendAt === null ? now : Math.max(now, Date.parse(sendAt));
  const minute = 60_000;
  const expires = Math.ceil((begins + readValidity(form) * 1_000) / minute) * minute;
  const notify = readCallback(one(form, 'StatusCallback'), settings);
  return {
    request: {
      to: restorePlus(to),
      // Braces are no places here.
      text: body.replaceAll('{', '{{').replaceAll('}', '}}'),
      ...(from === null ? {} : { from: restorePlus(from) }),
      ...(sendAt === null ? {} : { sendAt }),
      expiresAt: new Date(expires).toISOString(),
      smartEncoding: one(form, 'SmartEncoded') === 'true',
    },
    ...(notify ? { notify } : {}),
  };
}

function one(form: TwilioForm, name: string): string | null {
  const value = form[name];
  const [first] = Array.isArray(value) ? value : [value];
  return first === undefined || first === '' ? null : first;
}

function readSendAt(form: TwilioForm): string | null {
  const sendAt = one(form, 'SendAt');
  if (sendAt === null) return null;
  if (one(form, 'ScheduleType') !== 'fixed')
    throw new TwilioError(20001, "'SendAt' needs 'ScheduleType' to be 'fixed'.");
  if (!Number.isFinite(Date.parse(sendAt))) throw new TwilioError(20001, "'SendAt' is no time in ISO 8601.");
  return new Date(sendAt).toISOString();
}

function readValidity(form: TwilioForm): number {
  const text = one(form, 'ValidityPeriod');
  if (text === null) return VALIDITY_S;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > VALIDITY_S)
    throw new TwilioError(20001, `'ValidityPeriod' is not between 1 and ${VALIDITY_S} seconds.`);
  return seconds;
}

function readCallback(url: string | null, settings: GatewaySettings | null): TwilioOrder['notify'] {
  if (url === null) return undefined;
  return { webhook: findCallback({ url, at: 'StatusCallback' }, settings).id, form: url };
}
