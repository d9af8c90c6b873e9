import { RECIPIENTS } from '../recipients.ts';
import { RETENTION_RULES } from '../retention-rules.ts';
import type { Category, Entry, Place, Protection } from '../vocabulary.ts';

/** What belongs together on the page: things of one category in one place that serve one purpose and are kept alike. */
export interface DataRow {
  place: Place;
  purpose: string;
  /** Each thing in its own words. */
  holds: string[];
  /** Who can read it where it is kept. */
  readable: string;
  howLong: string[];
  /** Empty where nobody gets it. */
  recipients: string[];
}

export interface DataTable {
  title: string;
  rows: DataRow[];
}

/** What people call the categories, in the order of the page. */
const CATEGORIES = {
  content: 'Your texts, contacts and calls',
  account: 'Your account',
  'sign-in': 'Signing in',
  device: 'Your devices',
  delivery: 'Texts on their way',
  activity: 'What was done in your account',
  operation: 'Running the service',
} as const satisfies Record<Category, string>;

const READABLE = {
  sealed: 'Only by your devices.',
  clear: 'By the service.',
  encrypted: 'By the running service; its database and every copy hold ciphertext.',
  wrapped: 'By nobody without the service’s keyring.',
  hashed: 'By nobody: only a digest is kept.',
  'password-hash': 'By nobody: only a slow, salted digest is kept.',
  public: 'By the service; it is meant to be seen.',
  'on-device': 'By the device that keeps it.',
} as const satisfies Record<Protection, string>;

/** Everything of the inventory in plain words, each entry in exactly one row. */
export function dataTables(inventory: readonly Entry[]): DataTable[] {
  return Object.entries(CATEGORIES).map(([category, title]) => {
    const rows = new Map<string, Entry[]>();
    for (const entry of inventory) {
      if (entry.category !== category) continue;
      const key = `${entry.place} ${entry.protection} ${entry.purpose}`;
      const known = rows.get(key);
      if (known) known.push(entry);
      else rows.set(key, [entry]);
    }
    return { title, rows: [...rows.values()].map(rowOf) };
  });
}

function rowOf(entries: readonly Entry[]): DataRow {
  const distinct = (words: string[]): string[] => [...new Set(words)];
  const [first] = entries;
  if (!first) throw new Error('a row of nothing');
  return {
    place: first.place,
    purpose: first.purpose,
    holds: entries.map(({ holds }) => holds),
    readable: READABLE[first.protection],
    howLong: distinct(entries.map(({ retention }) => RETENTION_RULES[retention].sentence)),
    recipients: distinct(
      entries.flatMap((entry) =>
        entry.recipients.filter((name) => name !== 'none').map((name) => RECIPIENTS[name].title),
      ),
    ),
  };
}
