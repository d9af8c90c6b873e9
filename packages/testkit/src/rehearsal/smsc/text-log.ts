import type { DecodedUserData } from '@smseal/sms';
import type { PduOf } from '@smseal/smpp';
import { destinationOf, partyOf, sourceOf } from './address.ts';
import { Intake, type CarriedText, type TakenPart } from './intake.ts';
import { readPart, type DefaultAlphabet } from './read-part.ts';
import { Ring } from './ring.ts';

/** A segment that the carrier took. */
export interface Segment {
  pdu: PduOf<'submit_sm'>;
  /** message_id as it was answered. */
  id: string;
  /** ms since 1970. */
  at: number;
}

const MOST_TEXTS = 100_000;
const MOST_SEGMENTS = 1_000;

/** Texts that came. Without `keep` only the newest segments are held, unread until somebody asks for them. */
export class TextLog {
  readonly #alphabet: DefaultAlphabet;
  readonly #intake = new Intake();
  readonly #texts = new Ring<CarriedText>(MOST_TEXTS);
  readonly #unread = new Ring<Segment>(MOST_SEGMENTS);

  constructor(alphabet: DefaultAlphabet) {
    this.#alphabet = alphabet;
  }

  /** Keeps the text that is whole with this segment. */
  keep(segment: Segment, data: DecodedUserData): CarriedText | null {
    const text = this.#intake.take(partOf(segment, data), segment.at);
    if (text !== null) this.#texts.push(text);
    return text;
  }

  /** Holds a segment for a while. */
  hold(segment: Segment): void {
    this.#unread.push(segment);
  }

  /** The oldest first. */
  texts(): CarriedText[] {
    const intake = new Intake();
    const unread = this.#unread.values().flatMap((segment) => {
      const data = readPart(segment.pdu, this.#alphabet);
      return intake.take(partOf(segment, data), segment.at) ?? [];
    });
    return [...this.#texts.values(), ...unread];
  }
}

function partOf({ pdu, id }: Segment, data: DecodedUserData): TakenPart {
  return { id, from: partyOf(sourceOf(pdu)), to: partyOf(destinationOf(pdu)), data };
}
