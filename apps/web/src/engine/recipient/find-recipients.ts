import { canonicalParty } from '@smseal/sms';
import type { EngineApi } from '../engine-api.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { queryWords } from '../search/fold.ts';

type Recipients = Awaited<ReturnType<EngineApi['findRecipients']>>;

/** Whom a person may mean: contacts that match, and what was typed where it is a number itself. */
export function findRecipients(mailbox: Mailbox, query: string, country: string | undefined): Recipients {
  const found: Recipients = mailbox.contacts.recipients(queryWords(query));
  const typed = canonicalParty(query, country);
  if (typed.kind !== 'number' && typed.kind !== 'short-code') return found;
  if (found.some(({ number }) => number === typed.value)) return found;
  return [
    {
      name: mailbox.contacts.nameOf(typed.value),
      number: typed.value,
      label: null,
      picture: mailbox.contacts.pictureOf(typed.value),
    },
    ...found,
  ];
}
