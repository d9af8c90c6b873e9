import { countSegments } from '@smseal/sms';
import type { Addressee, RefusedRow, RowRefusal } from './judge-row.ts';

/** What a send comes to before anything of it is sent. */
export interface Survey {
  recipients: number;
  refused: number;
  refusedBy: Partial<Record<RowRefusal, number>>;
  /** As carriers count them without national alphabets; the gateway may find fewer. */
  segments: number;
  /** Texts by how they are encoded. */
  encodings: { gsm7: number; ucs2: number };
  /** Of the longest text. */
  mostSegments: number;
}

/** Adds up what is to be sent. */
export class Surveyor {
  readonly survey: Survey = {
    recipients: 0,
    refused: 0,
    refusedBy: {},
    segments: 0,
    encodings: { gsm7: 0, ucs2: 0 },
    mostSegments: 0,
  };
  #last: { text: string; encoding: 'gsm7' | 'ucs2'; segments: number } | null = null;

  refuse({ reason }: RefusedRow): void {
    this.survey.refused++;
    this.survey.refusedBy[reason] = (this.survey.refusedBy[reason] ?? 0) + 1;
  }

  add({ text }: Addressee): void {
    if (this.#last?.text !== text) this.#last = { text, ...countSegments(text, { tables: [] }) };
    const { encoding, segments } = this.#last;
    this.survey.recipients++;
    this.survey.segments += segments;
    this.survey.encodings[encoding]++;
    this.survey.mostSegments = Math.max(this.survey.mostSegments, segments);
  }
}
