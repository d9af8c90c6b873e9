import type { OutgoingText } from '@smseal/client';
import type { CampaignPayload } from '@smseal/protocol';
import { fold } from '../search/fold.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { CampaignResult, ResultQuery } from './campaign-api.ts';
import { writeCsv } from './write-csv.ts';

export interface ResultContext {
  mailbox: Mailbox;
  conversationOf: (parties: readonly string[]) => Promise<string>;
}

/** A window of what became of each recipient's text, in the order of the list. */
export async function campaignResults(
  payload: CampaignPayload,
  { search, states, from, count }: ResultQuery,
  { mailbox, conversationOf }: ResultContext,
): Promise<{ total: number; rows: CampaignResult[] }> {
  const looked = lookedFor(search);
  const found: OutgoingText[] = [];
  let total = 0;
  for (const text of textsOf(payload, mailbox)) {
    if (states !== null && !states.includes(text.state)) continue;
    if (looked.words !== '' && !matches(text, looked, mailbox)) continue;
    if (total >= from && found.length < count) found.push(text);
    total++;
  }
  const rows = await Promise.all(
    found.map(async (text) => ({
      ...resultOf(text, mailbox),
      number: text.erased ? ERASED : mailbox.contacts.formatted(numberOf(text)),
      conversation: text.erased ? '' : await conversationOf(text.to),
    })),
  );
  return { total, rows };
}

/** Everything about each recipient's text, as a file for a spreadsheet. */
export function campaignReport(payload: CampaignPayload, mailbox: Mailbox): Blob {
  function* rows(): Generator<string[]> {
    yield ['number', 'name', 'state', 'reason', 'changed', 'text'];
    for (const text of textsOf(payload, mailbox)) {
      const { name, state, reason, at } = resultOf(text, mailbox);
      yield [text.erased ? ERASED : numberOf(text), name ?? '', state, reason ?? '', at, text.text];
    }
  }
  return writeCsv(rows());
}

function* textsOf({ batches }: CampaignPayload, mailbox: Mailbox): Generator<OutgoingText> {
  for (const { id } of batches)
    for (const text of mailbox.textsOf(id) ?? []) if (text !== undefined) yield text;
}

function resultOf(text: OutgoingText, { contacts }: Mailbox) {
  return {
    item: text.id,
    name: contacts.nameOf(numberOf(text)),
    text: text.text,
    state: text.state,
    reason: text.error?.text ?? null,
    at: text.changedAt,
    erased: text.erased,
  };
}

/** Stands where a recipient stood. */
const ERASED = 'Erased';

function numberOf({ to }: OutgoingText): string {
  return to[0] ?? '';
}

interface LookedFor {
  /** Folded. */
  words: string;
  /** Where it is digits and what people put between them; else empty. */
  digits: string;
}

function lookedFor(search: string): LookedFor {
  const isNumber = /^[+\d\s().-]{2,}$/.test(search);
  return { words: fold(search).trim(), digits: isNumber ? search.replace(/[^\d]/g, '') : '' };
}

function matches(text: OutgoingText, { words, digits }: LookedFor, { contacts }: Mailbox): boolean {
  if (text.erased) return fold(ERASED).includes(words);
  const number = numberOf(text);
  if (digits !== '') return number.includes(digits);
  return (
    number.includes(words) ||
    fold(text.text).includes(words) ||
    fold(contacts.nameOf(number) ?? '').includes(words) ||
    fold(text.error?.text ?? '').includes(words)
  );
}
