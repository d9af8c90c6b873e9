import { choosePicture } from '../picture/picture.ts';
import type { Seeded } from '../random/seeded.ts';
import type { GeneratedMessage } from './generate-history.ts';
import { type GeneratedContact, NumberDealer } from './people.ts';
import { parseLine, type Bank } from './phrases/bank.ts';
import { BANKS } from './phrases/banks.ts';
import { SERVICES } from './services.ts';
import { momentIn, type Span } from './time-of-day.ts';

interface Circle {
  people: { number: string }[];
  bank: Bank;
  slot: 0 | 1;
}

interface TellerOptions {
  random: Seeded;
  contacts: readonly GeneratedContact[];
  dealer: NumberDealer;
  span: Span;
}

const RESTORED_BEFORE_MS = 600 * 86_400_000;

/** Tells scene after scene until enough has been said. */
export class Teller {
  readonly #random: Seeded;
  readonly #span: Span;
  readonly #circles: (readonly [Circle, number])[];
  readonly #groups: (readonly [Circle, number])[];
  readonly #restoredBefore: number;

  constructor({ random, contacts, dealer, span }: TellerOptions) {
    this.#random = random;
    this.#span = span;
    this.#restoredBefore = span.to - RESTORED_BEFORE_MS;
    const writers = contacts.filter((_, index) => index < 24 || index % 3 === 0);
    this.#circles = writers.map((person, index) => [this.#pair(person), 1 / (index + 3) ** 0.8] as const);
    for (let strangers = 0; strangers < 4; strangers += 1) {
      const circle: Circle = { people: [{ number: dealer.next('us') }], bank: BANKS.en, slot: 0 };
      this.#circles.push([circle, 0.03]);
    }
    this.#groups = contacts.length < 8 ? [] : this.#makeGroups(contacts);
  }

  /** Exactly `count` texts that came in or went out, and a few that only the phone's own app sees; oldest first. */
  tell(count: number): GeneratedMessage[] {
    const messages: GeneratedMessage[] = [];
    while (messages.length < count) {
      const at = momentIn(this.#random, this.#span);
      const kind = this.#random.weighted([
        ['pair', 82],
        ['group', this.#groups.length > 0 ? 8 : 0],
        ['service', 10],
      ] as const);
      const told =
        kind === 'service'
          ? this.#service(at)
          : kind === 'group'
            ? this.#scene(this.#random.weighted(this.#groups), at)
            : this.#scene(this.#random.weighted(this.#circles), at);
      messages.push(...told.slice(0, count - messages.length));
    }
    messages.push(...this.#hidden(messages));
    messages.sort((a, b) => a.at - b.at);
    markUnread(messages, this.#span.to);
    return messages;
  }

  #pair(person: GeneratedContact): Circle {
    return {
      people: [{ number: person.numbers[0]?.value ?? '' }],
      bank: BANKS[person.language],
      slot: this.#random.chance(0.72) ? 0 : 1,
    };
  }

  #makeGroups(contacts: readonly GeneratedContact[]): (readonly [Circle, number])[] {
    const wanted = Math.max(2, Math.min(9, Math.floor(contacts.length / 20)));
    return Array.from({ length: wanted }, (_, index) => {
      const language = contacts[index]?.language ?? 'en';
      const speakers = contacts.filter((person) => person.language === language);
      const size = Math.min(speakers.length, this.#random.int(2, 5));
      const chosen = size < 2 ? contacts.slice(0, 3) : this.#random.shuffled(speakers).slice(0, size);
      const circle: Circle = {
        people: chosen.map((person) => ({ number: person.numbers[0]?.value ?? '' })),
        bank: size < 2 ? BANKS.en : BANKS[language],
        slot: index % 3 === 2 ? 1 : 0,
      };
      return [circle, 1 / (index + 1)] as const;
    });
  }

  #scene(circle: Circle, start: number): GeneratedMessage[] {
    const group = circle.people.length > 1;
    const lines = this.#random.pick(group ? circle.bank.group : circle.bank.scenes).map(parseLine);
    const parties = circle.people.map((person) => person.number);
    const offsets: number[] = [];
    for (const _ of lines) offsets.push(offsets.length === 0 ? 0 : (offsets.at(-1) ?? 0) + this.#pause());
    // A scene that would run past the end of the story begins earlier.
    const length = offsets.at(-1) ?? 0;
    const fits = start + length <= this.#span.to;
    const begin = fits ? start : this.#span.to - length - this.#random.int(40_000, 5_400_000);
    return lines.map((line, index) => {
      const pictures = line.picture === null ? [] : [choosePicture(this.#random, line.picture)];
      return this.#message({
        transport: group || pictures.length > 0 ? 'mms' : 'sms',
        box: line.mine ? 'out' : 'in',
        parties,
        from: line.mine ? null : this.#random.pick(parties),
        text: fill(this.#random, line.text, circle.bank),
        pictures,
        at: begin + (offsets[index] ?? 0),
        slot: circle.slot,
      });
    });
  }

  #service(start: number): GeneratedMessage[] {
    const service = this.#random.weighted(SERVICES.map((one) => [one, one.weight] as const));
    let at = start;
    return service.texts(this.#random).map((text, index, all) => {
      // Repeats come within one second; other texts of a service hours apart.
      if (index > 0)
        at += text === all[index - 1] ? this.#random.int(0, 120) : this.#random.int(3_600_000, 20_000_000);
      const from = service.address;
      return this.#message({
        transport: 'sms',
        box: 'in',
        parties: [from],
        from,
        text,
        pictures: [],
        at,
        slot: 0,
      });
    });
  }

  #message(
    given: Pick<GeneratedMessage, 'transport' | 'box' | 'parties' | 'from' | 'text' | 'pictures' | 'at'> & {
      slot: 0 | 1;
    },
  ): GeneratedMessage {
    const at = Math.min(given.at, this.#span.to);
    const restored = at < this.#restoredBefore && given.transport === 'sms';
    const behind = this.#random.chance(0.02)
      ? 0
      : Math.floor(at / 1000) * 1000 - this.#random.int(0, 4) * 1000;
    return {
      ...given,
      at,
      shownAs: this.#otherForm(given),
      subject: given.pictures.length > 0 && this.#random.chance(0.04) ? 'Photo' : null,
      sentAt: given.box === 'in' ? behind : 0,
      slot: restored ? null : given.slot,
      read: true,
      delivered: given.box === 'out' && this.#random.chance(0.8),
    };
  }

  /** Networks write a number of their own country now and then without its code. */
  #otherForm({ transport, from }: Pick<GeneratedMessage, 'transport' | 'from'>): string | null {
    const national = /^\+1(\d{3})(\d{3})(\d{4})$/u.exec(from ?? '');
    if (transport === 'mms' || national === null || !this.#random.chance(0.05)) return null;
    const [, area, exchange, line] = national;
    return this.#random.chance(0.5) ? `(${area}) ${exchange}-${line}` : `${area}${exchange}${line}`;
  }

  /** Seconds to minutes between lines; now and then none, so that two texts share a second. */
  #pause(): number {
    return this.#random.weighted([
      [this.#random.int(0, 900), 1],
      [this.#random.int(4_000, 60_000), 12],
      [this.#random.int(60_000, 540_000), 6],
      [this.#random.int(900_000, 5_400_000), 1],
    ] as const);
  }

  #hidden(told: readonly GeneratedMessage[]): GeneratedMessage[] {
    const mine = told.filter((message) => message.transport === 'sms' && message.box === 'out');
    const copied = mine.filter((_, index) => index % 211 === 17);
    return copied.map((message, index) => {
      const box = index % 2 === 0 ? ('draft' as const) : ('failed' as const);
      return Object.assign({}, message, { box, at: message.at + 1, delivered: false });
    });
  }
}

function fill(random: Seeded, text: string, bank: Bank): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => {
    if (name === 'time') return `${random.int(8, 21)}:${random.pick(['00', '15', '30', '45'])}`;
    if (name === 'n') return String(random.int(3, 40));
    const slot = bank.slots[name];
    return slot === undefined ? whole : random.pick(slot);
  });
}

/** What came last in the newest few conversations, and was not answered, is still unread. */
function markUnread(messages: GeneratedMessage[], now: number): void {
  const closed = new Set<string>();
  const open = new Set<string>();
  for (const message of messages.toReversed()) {
    if (message.at < now - 6 * 86_400_000) return;
    const key = message.parties.join();
    if (closed.has(key)) continue;
    if (message.box !== 'in' || (!open.has(key) && open.size >= 9)) {
      closed.add(key);
      continue;
    }
    open.add(key);
    message.read = false;
  }
}
