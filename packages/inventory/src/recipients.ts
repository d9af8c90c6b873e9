import type { Recipient } from './vocabulary.ts';

export interface RecipientEntry {
  /** Who it is, for people. */
  title: string;
  /** What it gets and at whose wish, in one plain sentence. */
  gets: string;
  /** `service`: needed for the service itself; `holder`: only where the account's holder has set it up. */
  by: 'service' | 'holder' | 'nobody';
}

/** Everybody who gets anything besides the account's own devices. Nobody in it buys, advertises or measures. */
export const RECIPIENTS = {
  'notice-route': {
    title: 'Whoever carries our own notices',
    gets: 'The holder’s own mobile number and a one-time code that the server wrote itself.',
    by: 'service',
  },
  carrier: {
    title: 'The carrier that you have chosen',
    gets: 'Numbers and texts that your programs send, because mobile networks carry them in clear.',
    by: 'holder',
  },
  'own-programs': {
    title: 'Your own programs',
    gets: 'What became of texts and what people replied, at addresses that you have named.',
    by: 'holder',
  },
  none: { title: 'Nobody', gets: 'Nothing.', by: 'nobody' },
} as const satisfies Record<Recipient, RecipientEntry>;
