import type { SmartText } from '@smseal/sms';
import type { SmartEncoding } from './message-schema.ts';

/** Keeps what smart encoding has done to the texts of one request. */
export class SmartLedger {
  readonly #replaced = new Map<string, SmartEncoding['replaced'][number]>();
  #saved = 0;

  /** `before`: segments that the text would take as it was written. */
  note({ replacements, count }: SmartText, before: number): void {
    this.#saved += before - count.segments;
    for (const { character, replacement } of replacements) {
      const known = this.#replaced.get(character);
      if (known) known.times++;
      else this.#replaced.set(character, { character, replacement, times: 1 });
    }
  }

  get explanation(): SmartEncoding {
    return { replaced: [...this.#replaced.values()], segmentsSaved: this.#saved };
  }
}
