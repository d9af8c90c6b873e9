import { parseTemplate, type Template } from '@smseal/client';
import type { BatchText } from '@smseal/protocol';
import {
  countSegments,
  normaliseText,
  readRecipientNumber,
  smartEncode,
  tallyReplacements,
  type NationalTable,
} from '@smseal/sms';
import {
  MAX_TEXT,
  REFUSAL_SENTENCES,
  type PostMessages,
  type Recipient,
  type RefusalReason,
  type RefusedRecipient,
  type SmartEncoding,
  type TextCount,
} from './message-schema.ts';
import { SmartLedger } from './smart-ledger.ts';

/** A request's texts, each ready to be sealed, in the order of its recipients. */
export interface Composed {
  texts: { text: BatchText; count: TextCount }[];
  refused: RefusedRecipient[];
  segments: number;
  /** Fields of recipients that the text never names. */
  unusedFields: string[];
  /** What smart encoding did, where it was asked for. */
  smartEncoding?: SmartEncoding;
}

export interface ComposeOptions {
  /** National shift tables that the way out carries. */
  tables: readonly NationalTable[];
  /** Country of numbers without a prefix, where the request names none. */
  country: string | undefined;
  /** Whether a person, by number in E.164, must not get such a text. */
  isSuppressed: (number: string) => boolean;
}

/** What is written: a request as it came, and whom the gateway tells what becomes of its texts. */
export type Composable = PostMessages & { notify?: BatchText['notify'] };

/** Normalises numbers, fills in fields, encodes and counts. What cannot go is told apart and holds up nobody else. */
export function compose(request: Composable, options: ComposeOptions): Composed {
  const recipients = Array.isArray(request.to) ? request.to : [request.to];
  const composer = new Composer(request, options);
  for (let index = 0; index < recipients.length; index++) {
    const recipient = recipients[index];
    if (recipient !== undefined) composer.add(recipient, index);
  }
  return composer.finish();
}

const NO_FIELDS = {};
const UNUSED_TOLD = 20;

/** A text as it is sealed. */
interface Encoded {
  text: string;
  count: TextCount;
  replaced: Pick<BatchText, 'replaced'>;
}

class Composer {
  readonly #composed: Composed = { texts: [], refused: [], segments: 0, unusedFields: [] };
  readonly #options: ComposeOptions;
  readonly #country: string | undefined;
  readonly #tables: readonly NationalTable[];
  readonly #template: Template;
  readonly #ledger: SmartLedger | null;
  readonly #seen = new Set<string>();
  readonly #unused = new Set<string>();
  /** What all texts of the request have in common. */
  readonly #common: Pick<BatchText, 'simSlot' | 'from' | 'notify'>;
  /** Of a text without fields, the same for everybody. */
  #same: Encoded | null = null;

  constructor(request: Composable, options: ComposeOptions) {
    const { from, notify } = request;
    this.#options = options;
    this.#country = request.country ?? options.country;
    this.#tables = options.tables;
    this.#template = parseTemplate(request.text);
    this.#ledger = request.smartEncoding ? new SmartLedger() : null;
    this.#common = {
      simSlot: null,
      ...(from === undefined ? {} : { from }),
      ...(notify === undefined ? {} : { notify }),
    };
  }

  add(recipient: string | Recipient, index: number): void {
    const to = typeof recipient === 'string' ? recipient : recipient.to;
    const fields = typeof recipient === 'string' ? NO_FIELDS : (recipient.fields ?? NO_FIELDS);
    const read = readRecipientNumber(to, this.#country);
    if ('reason' in read) return this.#refuse(index, read.reason);
    const { number } = read;
    if (this.#seen.has(number)) return this.#refuse(index, 'duplicate');
    for (const name in fields) if (!this.#template.fields.has(name)) this.#unused.add(name);
    const filled = this.#template.fill(fields);
    if (typeof filled !== 'string') return this.#refuse(index, 'missing-field', filled.missing);
    if (filled.length > MAX_TEXT) return this.#refuse(index, 'too-long');
    if (filled.trim() === '') return this.#refuse(index, 'empty');
    this.#seen.add(number);
    if (this.#options.isSuppressed(number)) return this.#refuse(index, 'suppressed');
    const { text, count, replaced } = this.#encoded(filled);
    this.#composed.texts.push({ text: { to: [number], text, ...replaced, ...this.#common }, count });
    this.#composed.segments += count.segments;
  }

  finish(): Composed {
    this.#composed.unusedFields = [...this.#unused].slice(0, UNUSED_TOLD);
    if (this.#ledger) this.#composed.smartEncoding = this.#ledger.explanation;
    return this.#composed;
  }

  #refuse(index: number, reason: RefusalReason, field?: string): void {
    const detail = REFUSAL_SENTENCES[reason];
    this.#composed.refused.push({ index, reason, detail, ...(field === undefined ? {} : { field }) });
  }

  #encoded(filled: string): Encoded {
    if (this.#template.fields.size === 0 && this.#same && !this.#ledger) return this.#same;
    const tables = this.#tables;
    let text = normaliseText(filled);
    let { encoding, segments } = countSegments(text, { tables });
    let replaced: Encoded['replaced'] = {};
    if (this.#ledger && encoding === 'ucs2') {
      const smart = smartEncode(text, { tables });
      this.#ledger.note(smart, segments);
      text = smart.text;
      if (smart.replacements.length > 0) replaced = { replaced: tallyReplacements(smart.replacements) };
      ({ encoding, segments } = smart.count);
    }
    this.#same = { text, count: { encoding, segments }, replaced };
    return this.#same;
  }
}
