import type { Id } from '@smseal/protocol';
import type { CallbackTold, CallbackWords } from '../callback/callback-words.ts';
import { parseMessageId } from '../message/message-ids.ts';
import { signForm, type FormFields } from './sign-form.ts';
import { toMessageSid, toSid } from './twilio-ids.ts';
import { API_VERSION, toTwilioErrorCode, toTwilioStatus } from './twilio-message.ts';

/** Texts known to have left, so that a failure after it is told as one. */
const MOST_SENT = 100_000;

/** Status callbacks as Twilio words and signs them. */
export class StatusForms {
  readonly #account: Id;
  readonly #sent = new Set<string>();

  constructor(account: Id) {
    this.#account = account;
  }

  /** Of the events of one text, in order; `url` is signed, too. */
  write(url: string, told: CallbackTold): CallbackWords {
    const { message, event } = told;
    const wasSent = this.#sent.has(message);
    if (event.state === 'sent' || event.state === 'unknown') this.#noteSent(message);
    else this.#sent.delete(message);
    const fields = this.#fieldsOf(told, wasSent);
    const body = new URLSearchParams(fields).toString();
    return {
      id: `${message}:${event.state}`,
      sign: ({ secret }) => ({
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          'x-twilio-signature': signForm(`whsec_${secret}`, url, fields),
        },
        body,
      }),
    };
  }

  #fieldsOf({ message, text, event }: CallbackTold, wasSent: boolean): FormFields {
    const place = parseMessageId(message);
    const sid = place === null ? '' : toMessageSid(place);
    const status = toTwilioStatus({ state: event.state, wasSent, isScheduled: false });
    const errorCode = toTwilioErrorCode(event.state);
    return {
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: status,
      SmsStatus: status,
      To: text.to[0] ?? '',
      ...(text.from === undefined ? {} : { From: text.from }),
      AccountSid: toSid('account', this.#account),
      ApiVersion: API_VERSION,
      ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
    };
  }

  #noteSent(message: string): void {
    this.#sent.add(message);
    const [oldest] = this.#sent;
    if (this.#sent.size > MOST_SENT && oldest !== undefined) this.#sent.delete(oldest);
  }
}
