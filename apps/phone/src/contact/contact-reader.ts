import { createHash } from 'node:crypto';
import { mapContacts, type PhoneSource, type ProviderRow } from '@smseal/client';
import { contactId, type Keyring } from '@smseal/seal';
import type { Author, Draft } from '../record/author.ts';
import type { Ledger } from '../record/ledger.ts';
import { sameContent } from '../record/same-content.ts';
import type { KnownRow, KnownRows } from '../provider/known-rows.ts';
import { isMassDisappearance } from '../provider/plan.ts';

const PAGE = 2_000;

export interface ContactReaderOptions {
  source: PhoneSource;
  ledger: Ledger;
  known: KnownRows;
  author: Author;
  keyring: () => Keyring;
  syncDeletions: () => Promise<boolean>;
}

/** Reads the phone's contacts whole and writes what is new, different or gone. Returns how many there are. */
export async function readContacts(options: ContactReaderOptions, signal: AbortSignal): Promise<number> {
  const { ledger, known, author, keyring } = options;
  const contacts = mapContacts(await allRows(options.source, signal), 'phone');
  const before = new Map(known.all('contact').map((row) => [row.row, row]));
  const drafts: Draft[] = [];
  const rows: KnownRow[] = [];
  for (const { key, payload } of contacts) {
    const seen = before.get(key);
    before.delete(key);
    const fingerprint = createHash('sha256').update(JSON.stringify(payload)).digest('base64url');
    if (seen?.fingerprint === fingerprint) continue;
    const id = await contactId(keyring(), key);
    rows.push({
      source: 'contact',
      row: key,
      number: 0,
      date: 0,
      sub: -1,
      fingerprint,
      base: id,
      record: id,
    });
    const entry = ledger.get('contact', id);
    if (entry?.state === 'deleted' && seen !== undefined) continue;
    if (entry === null || !sameContent(payload, entry.payload)) drafts.push({ kind: 'contact', id, payload });
  }
  await author.write(drafts, () => rows.forEach((row) => known.put(row)));
  await dropAbsent(options, [...before.values()]);
  return contacts.length;
}

async function dropAbsent(
  { known, author, syncDeletions }: ContactReaderOptions,
  absent: readonly KnownRow[],
) {
  if (absent.length === 0 || isMassDisappearance(absent.length, known.count('contact'))) return;
  const deletes = await syncDeletions();
  const records = deletes ? absent.map(({ record: id }) => ({ kind: 'contact' as const, id })) : [];
  await author.delete(records, () => absent.forEach((row) => known.drop('contact', row.row)));
}

async function allRows(source: PhoneSource, signal: AbortSignal): Promise<ProviderRow[]> {
  const rows: ProviderRow[] = [];
  let after = -1;
  for (;;) {
    signal.throwIfAborted();
    const page = await source.query({
      uri: 'content://contacts',
      selection: `_id > ${after}`,
      sort: '_id ASC',
      limit: PAGE,
    });
    rows.push(...page);
    if (page.length < PAGE) return rows;
    after = Number(page.at(-1)?.['_id'] ?? after);
  }
}
