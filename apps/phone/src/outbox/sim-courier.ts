import {
  fetchBlob,
  type ApiClient,
  type Courier,
  type HandedOver,
  type PhoneSource,
  type ProviderEvent,
  type ProviderSend,
  type RowContext,
  type TextKey,
} from '@smseal/client';
import type { BatchText, MessagePayload, TextEvent, TextState } from '@smseal/protocol';
import type { Journal } from '../journal/journal.ts';
import type { JournalOutboxMemory } from './journal-outbox-memory.ts';

/** How long after a text was handed over its row may still appear in the sent box, and how much clocks may differ. */
const MATCH_AFTER_MS = 10 * 60 * 1000;
const MATCH_BEFORE_MS = 60 * 1000;

type RadioEvent = Extract<ProviderEvent, { type: 'sms-sent' | 'sms-delivered' | 'sms-failed' }>;

export interface SimCourierOptions {
  api: ApiClient;
  source: PhoneSource;
  journal: Journal;
  memory: JournalOutboxMemory;
  context: () => RowContext;
  now: () => number;
  /** Something is to be told. */
  reported: () => void;
}

/** What of a text is kept to know its row in the sent box by. */
interface SentText {
  parties: string[];
  text: string;
}

/** Sends texts over the phone's SIMs and follows what the radio says of each part. */
export class SimCourier implements Courier {
  readonly #options: SimCourierOptions;
  /** Since when the radio is heard without a gap, ms. */
  #hearingSince = Number.POSITIVE_INFINITY;

  constructor(options: SimCourierOptions) {
    this.#options = options;
  }

  async send(text: BatchText, key: TextKey): Promise<HandedOver> {
    const { source, context, journal, now } = this.#options;
    const attachments = await this.#attachments(text).catch(() => null);
    if (attachments === null) {
      // Nothing was handed over, so this is known.
      return {
        state: 'failed',
        error: { code: 'attachment-missing', text: 'A picture of the text could not be read.' },
      };
    }
    const sent: SentText = { parties: context().others(text.to), text: text.text };
    journal.run(
      'UPDATE text SET handed_at = ?, content = ? WHERE batch = ? AND place = ?',
      now(),
      journal.seal(sent),
      key.batch,
      key.index,
    );
    const [only] = text.to;
    const answer = await source.send({
      to: text.to.length === 1 && only !== undefined ? only : text.to,
      text: text.text,
      simSlot: text.simSlot,
      token: `${key.batch}:${key.index}`,
      ...(attachments.length > 0 ? { attachments } : {}),
    });
    if (answer.result === 'accepted') return { state: 'submitted' };
    return { state: 'failed', error: { code: answer.error, text: explain(answer.error) } };
  }

  /** From now on the radio is heard; what it said before is lost. */
  hearing(): void {
    this.#hearingSince = this.#options.now();
  }

  /**
   * The sent box was read whole by a look that began at `lookedAt`, ms. What was handed over before the radio was heard,
   * and has no row, has left or not: nobody will ever tell, so that is what is told. A row that comes late settles it.
   */
  async settleUnheard(lookedAt: number): Promise<void> {
    if (lookedAt < this.#hearingSince) return;
    const { journal, memory, now, reported } = this.#options;
    const unheard = journal.all(
      `SELECT batch, place FROM text WHERE told = 'submitted' AND matched IS NULL AND handed_at < ?`,
      this.#hearingSince,
    );
    const at = new Date(now()).toISOString();
    for (const { batch, place } of unheard)
      await memory.report(String(batch), [{ index: Number(place), at, state: 'unknown' }]);
    if (unheard.length > 0) reported();
  }

  /** Takes the radio's word on one part. */
  async heard(event: RadioEvent): Promise<void> {
    const key = keyOf(event.token);
    const { memory, journal, now, reported } = this.#options;
    if (key === null || !(await memory.left(key.batch)).has(key.index)) return;
    const state = STATE_OF[event.type];
    journal.transaction(() => {
      journal.run(
        `INSERT INTO part (batch, place, k, state) VALUES (?, ?, ?, ?)
         ON CONFLICT (batch, place, k) DO UPDATE SET state = excluded.state WHERE state <> 'delivered'`,
        key.batch,
        key.index,
        event.part,
        state,
      );
      journal.run('UPDATE text SET parts = ? WHERE batch = ? AND place = ?', event.of, key.batch, key.index);
    });
    const at = new Date(now()).toISOString();
    const part = { k: event.part, n: event.of };
    const events: TextEvent[] = [];
    if (event.type === 'sms-failed') {
      events.push({
        index: key.index,
        at,
        state,
        part,
        error: { code: event.error, text: explain(event.error) },
      });
    } else if (this.#allParts(key, event.of, state)) events.push({ index: key.index, at, state, part });
    if (events.length === 0) return;
    await memory.report(key.batch, events);
    reported();
  }

  /**
   * The outgoing text that a row of the sent box is the phone's own record of, as `batch:index`; null when it was written
   * on the phone. A row tells that its text has left, even where the radio's word was missed.
   */
  batchOf(payload: MessagePayload, row: string): string | null {
    if (payload.direction !== 'out') return null;
    const { journal, memory, now, reported } = this.#options;
    const at = Date.parse(payload.at);
    // A row that is read again keeps its text. Equal texts may leave in the same millisecond, and numbers are used again.
    const claim = `${row} ${payload.at}`;
    const rows = journal.all(
      `SELECT batch, place, content FROM text WHERE content IS NOT NULL
         AND (matched IS NULL OR matched = ?) AND handed_at BETWEEN ? AND ?
         AND (? OR told IS NOT 'failed')
       ORDER BY matched IS NULL, handed_at, batch, place`,
      claim,
      at - MATCH_AFTER_MS,
      at + MATCH_BEFORE_MS,
      Number(payload.status === 'failed'),
    );
    const own = rows.find((candidate) => {
      const sent = journal.open<SentText>(candidate['content']);
      return sent.text === payload.text && sent.parties.join('\n') === payload.parties.join('\n');
    });
    if (own === undefined) return null;
    const key: TextKey = { batch: String(own['batch']), index: Number(own['place']) };
    journal.run(`UPDATE text SET matched = ? WHERE batch = ? AND place = ?`, claim, key.batch, key.index);
    const told = memory.told(key);
    if (told === 'submitted' || told === 'unknown') {
      const state = payload.status === 'failed' ? 'failed' : 'sent';
      void memory.report(key.batch, [{ index: key.index, at: new Date(now()).toISOString(), state }]);
      reported();
    }
    return `${key.batch}:${key.index}`;
  }

  /** Whether every part has come as far as this state. */
  #allParts({ batch, index }: TextKey, of: number, state: TextState): boolean {
    const { journal } = this.#options;
    const row = journal.get(
      `SELECT count(*) AS n FROM part WHERE batch = ? AND place = ? AND (state = ? OR state = 'delivered')`,
      batch,
      index,
      state,
    );
    return Number(row?.['n']) === of;
  }

  async #attachments(text: BatchText): Promise<NonNullable<ProviderSend['attachments']>> {
    const attachments = [];
    for (const attachment of text.attachments ?? []) {
      const octets = await fetchBlob(this.#options.api, attachment);
      attachments.push({
        contentType: attachment.contentType,
        name: attachment.name,
        data: Buffer.from(octets).toString('base64'),
      });
    }
    return attachments;
  }
}

const STATE_OF = {
  'sms-sent': 'sent',
  'sms-delivered': 'delivered',
  'sms-failed': 'failed',
} as const satisfies Record<RadioEvent['type'], TextState>;

function keyOf(token: string): TextKey | null {
  const [batch, index] = token.split(':');
  if (batch === undefined || index === undefined || !/^\d+$/.test(index)) return null;
  return { batch, index: Number(index) };
}

/** SmsManager's result names, for people. */
function explain(error: string): string {
  const known: Readonly<Record<string, string>> = {
    RESULT_ERROR_GENERIC_FAILURE: 'The network refused the text.',
    RESULT_ERROR_RADIO_OFF: 'The phone’s radio is off.',
    RESULT_ERROR_NULL_PDU: 'The phone could not encode the text.',
    RESULT_ERROR_NO_SERVICE: 'The phone has no service.',
    RESULT_ERROR_LIMIT_EXCEEDED: 'The phone has sent too many texts; it will send more later.',
    RESULT_ERROR_SHORT_CODE_NOT_ALLOWED: 'The phone does not allow this short code.',
    RESULT_ERROR_SHORT_CODE_NEVER_ALLOWED: 'The phone never allows this short code.',
  };
  return known[error] ?? 'The phone could not send the text.';
}
