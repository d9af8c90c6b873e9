import type { BatchText } from '@smseal/protocol';
import { countSegments, normaliseNumber, normaliseText, smartEncode, type NationalTable } from '@smseal/sms';
import { parseTemplate, type Template } from './merge-fields.ts';
import {
  MAX_TEXT,
  type PostMessages,
  type Recipient,
  type RefusedRecipient,
  type TextCount,
} from './message-schema.ts';

/** A request's texts, each ready to be sealed, in the order of its recipients. */
export interface Composed {
  texts: { text: BatchText; count: TextCount }[];
  refused: RefusedRecipient[];
  segments: number;
}

export interface ComposeOptions {
  /** National shift tables that the way out carries. */
  tables: readonly NationalTable[];
  /** Country of numbers without a prefix, where the request names none. */
  country: string | undefined;
}

/** Normalises numbers, fills in fields, encodes and counts. What cannot go is told apart and holds up nobody else. */
export function compose(request: PostMessages, options: ComposeOptions): Composed {
  const recipients = Array.isArray(request.to) ? request.to : [request.to];
  const composer = new Composer(request, options);
  recipients.forEach((recipient, index) => composer.add(recipient, index));
  return composer.composed;
}

class Composer {
  readonly composed: Composed = { texts: [], refused: [], segments: 0 };
  readonly #request: PostMessages;
  readonly #options: ComposeOptions;
  readonly #template: Template;
  readonly #seen = new Set<string>();
  /** Of a text without fields, the same for everybody. */
  #same: { text: string; count: TextCount } | null = null;

  constructor(request: PostMessages, options: ComposeOptions) {
    this.#request = request;
    this.#options = options;
    this.#template = parseTemplate(request.text);
  }

  add(recipient: string | Recipient, index: number): void {
    const { to, fields = {} } = typeof recipient === 'string' ? { to: recipient } : recipient;
    const number = normaliseNumber(to, this.#request.country ?? this.#options.country);
    if (number === null) return this.#refuse({ index, reason: 'not-a-number' });
    if (this.#seen.has(number)) return this.#refuse({ index, reason: 'duplicate' });
    const filled = this.#template.fill(fields);
    if (typeof filled !== 'string')
      return this.#refuse({ index, reason: 'missing-field', field: filled.missing });
    if (filled.length > MAX_TEXT) return this.#refuse({ index, reason: 'too-long' });
    this.#seen.add(number);
    const { text, count } = this.#encoded(filled);
    const { from } = this.#request;
    this.composed.texts.push({
      text: { to: [number], text, simSlot: null, ...(from === undefined ? {} : { from }) },
      count,
    });
    this.composed.segments += count.segments;
  }

  #refuse(refused: RefusedRecipient): void {
    this.composed.refused.push(refused);
  }

  #encoded(filled: string): { text: string; count: TextCount } {
    if (this.#template.fields.length === 0 && this.#same) return this.#same;
    const { tables } = this.#options;
    const text = this.#request.smartEncoding ? smartEncode(filled, { tables }).text : normaliseText(filled);
    const { encoding, segments } = countSegments(text, { tables });
    this.#same = { text, count: { encoding, segments } };
    return this.#same;
  }
}
