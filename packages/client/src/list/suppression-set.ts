import { isSuppressionListEntry, SUPPRESSION_MEANINGS, type SuppressionListEntry } from '@smseal/protocol';
import type { ListContents } from './list-store.ts';
import { WordTable, type Word } from './word-table.ts';

const CAUSES = ['reply', 'import', 'deactivated', 'member'] as const;

/** What is known of one number's wish, as packages/policy asks for it. */
export interface SuppressionState {
  suppressed: boolean;
  cause: (typeof CAUSES)[number];
  why: string;
  /** When the newest word that counts was said, ms since 1970. */
  at: number;
  /** The list does not say when HELP was answered. */
  helped: null;
}

/**
 * Numbers that must not be texted. The person's newest word counts, and the account's; either one closes the number. What
 * it holds does not depend on the order in which entries came.
 */
export class SuppressionSet implements ListContents<SuppressionListEntry> {
  #persons = new WordTable();
  #members = new WordTable();

  accepts(entry: unknown): entry is SuppressionListEntry {
    return isSuppressionListEntry(entry) && !Number.isNaN(Date.parse(entry.at));
  }

  take(entry: SuppressionListEntry): void {
    const { by, closes } = SUPPRESSION_MEANINGS[entry.meaning];
    const table = by === 'member' ? this.#members : this.#persons;
    const word = { closes, cause: CAUSES.indexOf(causeOf(entry)), why: entry.why, at: Date.parse(entry.at) };
    table.put(keyOf(entry.number), word);
  }

  clear(): void {
    this.#persons = new WordTable();
    this.#members = new WordTable();
  }

  /** What is known of a number in E.164; null for nothing. */
  get(number: string): SuppressionState | null {
    const key = keyOf(number);
    if (key === 0) return null;
    const member = this.#members.size > 0 ? this.#members.get(key) : null;
    if (member?.closes) return stateOf(member);
    const word = this.#persons.get(key) ?? member;
    return word && stateOf(word);
  }

  /** Numbers that are closed now, in no order. */
  *suppressed(): Generator<string> {
    for (const table of [this.#persons, this.#members])
      for (const key of table.numbers()) {
        const isTold = table === this.#members && this.#persons.get(key)?.closes;
        if (table.get(key)?.closes && !isTold) yield `+${key}`;
      }
  }
}

function stateOf({ closes, cause, why, at }: Word): SuppressionState {
  return { suppressed: closes, cause: CAUSES[cause] ?? 'reply', why, at, helped: null };
}

function causeOf({ meaning, source }: SuppressionListEntry): SuppressionState['cause'] {
  if (SUPPRESSION_MEANINGS[meaning].by === 'member') return 'member';
  if (meaning === 'deactivated') return 'deactivated';
  return source.gateway === undefined && source.text === undefined ? 'import' : 'reply';
}

const PLUS = 0x2b;
const ZERO = 0x30;
const MOST_DIGITS = 15;

/** The digits of an E.164 number as one number; 0 for anything else. */
function keyOf(number: string): number {
  if (number.charCodeAt(0) !== PLUS || number.length > 1 + MOST_DIGITS) return 0;
  let key = 0;
  for (let at = 1; at < number.length; at++) {
    const digit = number.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9 || (key === 0 && digit === 0)) return 0;
    key = key * 10 + digit;
  }
  return key;
}
