import { randomId } from '@smseal/seal';
import { gatewayRoute } from '@smseal/policy';
import { knownCountries, type NationalTable } from '@smseal/sms';
import type { GatewaySettings } from '@smseal/protocol';
import { tellColumns, ROWS_TO_TELL, type TableRow } from '@smseal/client';
import { EngineError } from '../engine-error.ts';
import { nextTask } from '../next-task.ts';
import type {
  Mapping,
  PreviewView,
  RecipientsView,
  SheetView,
  Wording,
  WordingCounts,
} from './campaign-api.ts';
import { countWording } from './count-wording.ts';
import type { WindowsEncoding } from './guess-windows.ts';
import { readSheet } from './read-sheet.ts';
import { columnsOf, listRecipients, type RecipientList } from './recipient-list.ts';
import { textWriter, type Writer } from './word-texts.ts';
import { writeCsv } from './write-csv.ts';

export interface DraftingDeskOptions {
  /** What a sending device obeys; null for one that is no gateway. */
  settings: (target: string) => Promise<GatewaySettings | null>;
  /** The account's numbers that must not be texted. */
  suppressions: () => Promise<(number: string) => boolean>;
  /** ISO 3166-1 alpha-2 country of the account's phones. */
  country: () => string | undefined;
  nameOf: (number: string) => string | null;
  formatted: (number: string) => string;
  /** BCP 47. */
  language: string;
}

interface Draft {
  rows: TableRow[];
  list: RecipientList | null;
}

/** Lists that several tabs may be at work on; a list of 100,000 lines is some 20 MB. */
const MOST_DRAFTS = 4;

const REASONS = {
  empty: 'no number',
  'not-a-number': 'not a phone number',
  'scientific-notation': 'a spreadsheet rounded it, and its digits are lost',
  duplicate: 'the same number stands in an earlier line',
  suppressed: 'this person asked not to be texted',
  landline: 'a fixed line',
  unreadable: 'the line could not be read',
} as const;

/** Lists of recipients while a text to them is written. They stay in the worker; screens get what they show. */
export class DraftingDesk {
  readonly #options: DraftingDeskOptions;
  readonly #drafts = new Map<string, Draft>();
  /** The newest question about each draft, so that older ones end. */
  readonly #newest = new Map<string, symbol>();

  constructor(options: DraftingDeskOptions) {
    this.#options = options;
  }

  async read(
    source: string | Blob,
    { name, fallback }: { name: string | null; fallback: WindowsEncoding | null },
  ): Promise<SheetView> {
    const { language } = this.#options;
    const { rows, encoding, delimiter } = await readSheet(source, { fallback, language, breathe: nextTask });
    const told = tellColumns(rows.slice(0, ROWS_TO_TELL));
    const header = told.header !== null && rows.length > 1;
    const draft = randomId();
    this.#drafts.set(draft, { rows, list: null });
    const [oldest] = this.#drafts.keys();
    if (this.#drafts.size > MOST_DRAFTS && oldest !== undefined) this.#drafts.delete(oldest);
    return {
      draft,
      name,
      encoding,
      delimiter,
      columns: columnsOf(rows, header),
      mapping: {
        numbers: told.number ?? 0,
        header,
        country: this.#options.country() ?? countryOf(language),
        dropLandlines: false,
      },
      countries: [...knownCountries()],
    };
  }

  async recipients(draft: string, mapping: Mapping): Promise<RecipientsView> {
    const known = this.#known(draft);
    const isSuppressed = await this.#options.suppressions();
    const breathe = this.#turn(`recipients:${draft}`);
    known.list = await listRecipients(known.rows, { mapping, isSuppressed, breathe });
    return known.list.view;
  }

  refused(draft: string): Blob {
    const { refused } = this.list(draft);
    return writeCsv([
      ['line', 'cell', 'reason'],
      ...refused.map(({ line, cell, because }) => [String(line), cell, REASONS[because]]),
    ]);
  }

  async count(draft: string, wording: Wording): Promise<WordingCounts> {
    const list = this.list(draft);
    const tables = await this.#tables(wording);
    return countWording(list, wording, { tables, breathe: this.#turn(`count:${draft}`) });
  }

  async preview(draft: string, wording: Wording, index: number): Promise<PreviewView> {
    const list = this.list(draft);
    const of = list.numbers.length;
    const at = Math.min(Math.max(0, index), of - 1);
    const number = list.numbers[at] ?? '';
    const writer = await this.writer(draft, wording);
    const { text, count } = writer.write(at);
    const { nameOf, formatted } = this.#options;
    return { index: at, of, number: formatted(number), name: nameOf(number), text, ...onlyCount(count) };
  }

  async writer(draft: string, wording: Wording): Promise<Writer> {
    return textWriter(this.list(draft), wording, await this.#tables(wording));
  }

  /** @throws EngineError `draft-lost` when another tab has the engine now, or the list was put away. */
  list(draft: string): RecipientList {
    const { list } = this.#known(draft);
    if (list === null)
      throw new EngineError('draft-lost', 'The list is to be read again; choose it once more.');
    return list;
  }

  close(draft: string): void {
    this.#drafts.delete(draft);
  }

  async senders(target: string): Promise<string[]> {
    const settings = await this.#options.settings(target);
    return [...new Set(settings?.connectors.flatMap((connector) => connector.from))];
  }

  async #tables({ target, from }: Wording): Promise<readonly NationalTable[]> {
    const settings = target === null ? null : await this.#options.settings(target);
    return settings === null ? [] : gatewayRoute(settings.connectors, { from, events: [] }).way.tables;
  }

  #known(draft: string): Draft {
    const known = this.#drafts.get(draft);
    if (!known) throw new EngineError('draft-lost', 'The list is to be read again; choose it once more.');
    return known;
  }

  /** Lets others have their turn, and ends the work when the same is asked anew. */
  #turn(what: string): () => Promise<void> {
    const mine = Symbol(what);
    this.#newest.set(what, mine);
    return async () => {
      await nextTask();
      if (this.#newest.get(what) !== mine)
        throw new EngineError('superseded', 'A newer question has taken the place of this one.');
    };
  }
}

function onlyCount({ segments, encoding }: Pick<PreviewView, 'segments' | 'encoding'>) {
  return { segments, encoding };
}

/** `en-GB` → `GB`; a language alone is spoken in too many. */
function countryOf(language: string): string | null {
  try {
    return new Intl.Locale(language).region ?? null;
  } catch {
    return null;
  }
}
