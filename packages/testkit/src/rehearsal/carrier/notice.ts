import type { Handset } from '../handset/handset.ts';

/** A text that the server wrote itself to an account holder's own number. */
export interface Notice {
  to: string;
  text: string;
  kind: string;
}

/** A notice as the page shows it. */
export interface DeliveredNotice {
  to: string;
  text: string;
  /** RFC 3339 UTC. */
  at: string;
  /** Whether it came to this handset. */
  here: boolean;
}

const KEPT = 20;

/** Reads the body of the notice route; null when it is not one. */
export function parseNotice(body: unknown): Notice | null {
  if (typeof body !== 'object' || body === null) return null;
  const { to, text, kind, ...rest } = body as Record<string, unknown>;
  if (typeof to !== 'string' || !/^\+[1-9]\d{6,14}$/u.test(to)) return null;
  if (typeof text !== 'string' || text === '' || text.length > 1600) return null;
  if (typeof kind !== 'string' || kind.length > 40 || Object.keys(rest).length > 0) return null;
  return { to, text, kind };
}

/** Takes notices from the server: to this handset when it has the number, else to the list of other phones' texts. */
export class NoticeDesk {
  readonly #handset: Handset;
  readonly #print: (line: string) => void;

  constructor(handset: Handset, print: (line: string) => void) {
    this.#handset = handset;
    this.#print = print;
  }

  deliver({ to, text, kind }: Notice): string {
    const here = this.#handset.adoptNumber(to);
    const { database } = this.#handset.store;
    const id = database
      .prepare('INSERT INTO rehearsal_notice (number, text, kind, at) VALUES (?, ?, ?, ?)')
      .run(to, text, kind, this.#handset.now()).lastInsertRowid;
    if (here) this.#handset.receive({ from: 'SMSeal', text });
    this.#print(`Text to ${to}: ${text.replaceAll(/\s+/gu, ' ')}`);
    return String(id);
  }

  /** The newest first. */
  latest(): DeliveredNotice[] {
    const own = this.#handset.numberOf(0);
    return this.#handset.store.database
      .prepare('SELECT number, text, at FROM rehearsal_notice ORDER BY _id DESC LIMIT ?')
      .all(KEPT)
      .map((row) => ({
        to: String(row['number']),
        text: String(row['text']),
        at: new Date(Number(row['at'])).toISOString(),
        here: row['number'] === own,
      }));
  }
}
