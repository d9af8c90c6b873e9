import { splitSegments } from '@smseal/sms';
import type { ProviderSend, ProviderSendAnswer } from '@smseal/client';
import type { Handset } from '../handset/handset.ts';
import { parseLine } from '../history/phrases/bank.ts';
import { BANKS, type Language } from '../history/phrases/banks.ts';
import { Seeded } from '../random/seeded.ts';

export interface NetworkOptions {
  handset: Handset;
  seed: number | string;
  /** 1 is the pace of life; 0 answers as fast as it can. */
  pace?: number;
  /** Whether people answer; true unless said. */
  answers?: boolean;
}

/** What becomes of a text, by the end of the number. */
type Fate =
  'refused' | 'no-service' | 'undelivered' | 'silent' | 'last-part-fails' | 'unanswered' | 'answered';
const FATES: Record<string, Fate> = {
  '0190': 'refused',
  '0191': 'no-service',
  '0192': 'undelivered',
  '0193': 'silent',
  '0194': 'last-part-fails',
  '0195': 'unanswered',
};

const NUMBER = /^\+?[0-9*#]{1,20}$/u;

/** The mobile network around the handset: takes its texts, reports on them, and answers for those who got them. */
export class Network {
  readonly #handset: Handset;
  readonly #random: Seeded;
  readonly #pace: number;
  readonly #answers: boolean;

  constructor({ handset, seed, pace = 1, answers = true }: NetworkOptions) {
    this.#handset = handset;
    this.#random = new Seeded(`network ${seed}`);
    this.#pace = pace;
    this.#answers = answers;
  }

  /** Takes a text from an app, as SmsManager does: the answer says nothing of what becomes of it. */
  send(request: ProviderSend): ProviderSendAnswer {
    const to = [...new Set(typeof request.to === 'string' ? [request.to] : request.to)];
    const pictures = (request.attachments ?? []).map((attachment) => ({
      contentType: attachment.contentType,
      octets: new Uint8Array(Buffer.from(attachment.data, 'base64')),
    }));
    const slot = request.simSlot ?? 0;
    const empty = request.text === '' && pictures.length === 0;
    if (to.length === 0 || empty || !to.every((number) => NUMBER.test(number)))
      return { result: 'refused', error: 'RESULT_ERROR_NULL_PDU' };
    if (!this.#handset.hasSim(slot)) return { result: 'refused', error: 'RESULT_INVALID_ARGUMENTS' };
    if (to.length > 1 || pictures.length > 0) this.#sendMms(request, { to, slot, pictures });
    else this.#sendSms(request, { to: to[0] ?? '', slot });
    return { result: 'accepted' };
  }

  #sendSms({ text, token }: ProviderSend, { to, slot }: { to: string; slot: 0 | 1 }): void {
    const fate = FATES[to.slice(-4)] ?? 'answered';
    const of = Math.max(1, splitSegments(text).length);
    if (fate === 'silent') return;
    const failed = fate === 'refused' || fate === 'no-service' || fate === 'last-part-fails';
    let at = 0;
    for (let part = 1; part <= of; part += 1) {
      at += this.#wait(250, 700);
      const last = part === of;
      const fails = fate === 'last-part-fails' ? last : failed;
      this.#handset.after(at, () => {
        const row = last ? this.#handset.recordSent({ to, text, slot, failed }) : null;
        if (fails) {
          const error = fate === 'no-service' ? 'RESULT_ERROR_NO_SERVICE' : 'RESULT_ERROR_GENERIC_FAILURE';
          this.#handset.tell({ type: 'sms-failed', token, part, of, error });
          return;
        }
        const uri = row === null ? null : `content://sms/${row}`;
        this.#handset.tell({ type: 'sms-sent', token, part, of, uri });
        if (last && fate !== 'undelivered') this.#deliver({ token, of, row: row ?? 0, to, slot, fate });
      });
    }
  }

  #deliver(sent: { token: string; of: number; row: number; to: string; slot: 0 | 1; fate: Fate }): void {
    let at = this.#wait(400, 900);
    for (let part = 1; part <= sent.of; part += 1) {
      at += this.#wait(60, 300);
      this.#handset.after(at, () => {
        const uri = `content://sms/${sent.row}`;
        if (part === sent.of) this.#handset.recordDelivered(sent.row);
        this.#handset.tell({ type: 'sms-delivered', token: sent.token, part, of: sent.of, uri });
      });
    }
    if (sent.fate === 'answered') this.#answer({ from: sent.to, slot: sent.slot, after: at });
  }

  #sendMms(
    { text, token }: ProviderSend,
    {
      to,
      slot,
      pictures,
    }: { to: string[]; slot: 0 | 1; pictures: { contentType: string; octets: Uint8Array }[] },
  ): void {
    const fates = to.map((number) => FATES[number.slice(-4)] ?? 'answered');
    if (fates.includes('silent')) return;
    const sentAfter = this.#wait(900, 1800);
    this.#handset.after(sentAfter, () => {
      if (fates.includes('refused') || fates.includes('no-service')) {
        this.#handset.tell({ type: 'sms-failed', token, part: 1, of: 1, error: 'MMS_ERROR_IO_ERROR' });
        return;
      }
      const uri = `content://mms/${this.#handset.recordSentMms({ to, text, slot, pictures })}`;
      this.#handset.tell({ type: 'sms-sent', token, part: 1, of: 1, uri });
      if (fates.includes('answered')) {
        const from = to[fates.indexOf('answered')] ?? '';
        this.#answer({ from, slot, after: 0, group: to.filter((number) => number !== from) });
      }
    });
  }

  /** Somebody writes back, in the language in which they write. */
  #answer(options: { from: string; slot: 0 | 1; after: number; group?: string[] }): void {
    if (!this.#answers || this.#random.chance(0.08)) return;
    const bank = BANKS[this.#languageOf(options.from)];
    const text = this.#random.pick(bank.replies);
    this.#handset.after(options.after + this.#wait(2200, 5200), () => {
      this.#handset.receive({ from: options.from, text, slot: options.slot, group: options.group ?? [] });
    });
  }

  /** The language of the last longer texts of a number, told by its letters and words. */
  #languageOf(number: string): Language {
    const rows = this.#handset.store.database
      .prepare('SELECT body FROM sms WHERE address = ? AND type = 1 ORDER BY date DESC LIMIT 12')
      .all(number);
    const said = rows.map((row) => String(row['body'])).join(' ');
    return guessLanguage(said);
  }

  #wait(from: number, to: number): number {
    return Math.round(this.#random.between(from, to) * this.#pace);
  }
}

const SCRIPTS: readonly (readonly [RegExp, Language])[] = [
  [/[\u3040-\u30ff\u4e00-\u9fff]/u, 'ja'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Cyrillic}/u, 'sr'],
];

/** The language whose scenes share the most words with what was said; English when nothing was. */
export function guessLanguage(said: string): Language {
  for (const [letters, language] of SCRIPTS) if (letters.test(said)) return language;
  const words = new Set(said.toLowerCase().match(/\p{L}+/gu) ?? []);
  let best: Language = 'en';
  let most = 0;
  for (const [language, vocabulary] of VOCABULARIES) {
    const shared = [...words].filter((word) => vocabulary.has(word)).length;
    if (shared > most) {
      most = shared;
      best = language;
    }
  }
  return best;
}

const VOCABULARIES = (['en', 'pl', 'es', 'de', 'tr'] as const).map((language) => {
  const lines = BANKS[language].scenes.flat().map((line) => parseLine(line).text);
  return [
    language,
    new Set(
      lines
        .join(' ')
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [],
    ),
  ] as const;
});
