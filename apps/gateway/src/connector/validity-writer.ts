import { formatRelativeTime } from '@smseal/smpp';

const DAY_S = 86_400;
/** The longest validity that carriers commonly take. */
const MOST_VALIDITY_S = 3 * DAY_S;
const LEAST_VALIDITY_S = 60;

/** Writes how long a carrier is to try (SMPP 3.4 §5.2.16, relative); most texts of a second have the same. */
export class ValidityWriter {
  #seconds = Number.NaN;
  #text = '';

  /** @param ms until the text expires. */
  of(ms: number): string {
    const seconds = Math.min(MOST_VALIDITY_S, Math.max(LEAST_VALIDITY_S, Math.floor(ms / 1000)));
    if (seconds !== this.#seconds) {
      this.#seconds = seconds;
      this.#text = formatRelativeTime({
        days: Math.floor(seconds / DAY_S),
        hours: Math.floor((seconds % DAY_S) / 3600),
        minutes: Math.floor((seconds % 3600) / 60),
        seconds: seconds % 60,
      });
    }
    return this.#text;
  }
}
