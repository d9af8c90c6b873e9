import type { DecodedUserData } from '@smseal/sms';
import { chooseReply } from './choose-reply.ts';
import type { Behaviour, Fate } from './behaviour.ts';
import type { Clock } from './clock.ts';
import type { Counters } from './counters.ts';
import { Dice } from './dice.ts';
import type { CarriedText } from './intake.ts';
import type { Delivery } from './mailbox.ts';
import { readPart, type DefaultAlphabet } from './read-part.ts';
import { writeReceipt, type ReceiptForm } from './receipt-form.ts';
import type { ScriptedReply, Sender } from './recipient.ts';
import { Recipients } from './recipients.ts';
import { TextLog, type Segment } from './text-log.ts';
import { writeReply } from './write-reply.ts';

export interface AftermathOptions {
  seed: number | string;
  clock: Clock;
  counters: Counters;
  keep: boolean;
  alphabet: DefaultAlphabet;
  send: (account: string, delivery: Delivery) => void;
  /** A whole text is on its phone. */
  onText: (text: CarriedText) => void;
  changed: () => void;
}

/** What was decided about a segment when it came. */
export interface Circumstances {
  id: number;
  to: string;
  sender: Sender;
  form: ReceiptForm;
  behaviour: Behaviour;
  dice: Dice;
  /** Until its answer. */
  answerMs: number;
}

const STATES = {
  delivered: 'DELIVERED',
  failed: 'UNDELIVERABLE',
  expired: 'EXPIRED',
} as const satisfies Record<Exclude<Fate, 'never'>, string>;

/** registered_delivery (SMPP 3.4 §5.2.17): which outcomes a client wants to hear of. */
const ASKED: Readonly<Record<number, readonly Fate[]>> = {
  0: [],
  1: ['delivered', 'failed', 'expired'],
  2: ['failed', 'expired'],
  3: ['delivered'],
};
const EXCERPT = 20;

/** What happens to the texts that the carrier took: they arrive or not, receipts go back, people answer. */
export class Aftermath {
  readonly recipients: Recipients;
  readonly log: TextLog;
  readonly #options: AftermathOptions;
  #reference = 0;

  constructor(options: AftermathOptions) {
    this.#options = options;
    this.recipients = new Recipients(options.seed);
    this.log = new TextLog(options.alphabet);
  }

  /** Takes a segment. What is early about it happens before this returns. */
  take(segment: Segment, around: Circumstances): void {
    const { counters, clock, keep, alphabet, changed } = this.#options;
    const { behaviour, dice, answerMs } = around;
    const { outcomes, receipts } = behaviour;
    counters.taken += 1;
    const data = keep ? readPart(segment.pdu, alphabet) : null;
    const text = data === null ? null : this.log.keep(segment, data);
    if (data === null) this.log.hold(segment);
    if (text !== null || data === null) counters.texts += 1;
    const fate = this.#fateDice(data, around).weigh(outcomes);
    if (fate === 'never') {
      counters.never += 1;
      return;
    }
    const asked = receipts.sent && ASKED[segment.pdu.registeredDelivery & 0x03]?.includes(fate) === true;
    const done = (): void => {
      counters[fate] += 1;
      if (asked) this.#report(segment, fate, { ...around, said: data?.text ?? '' });
      if (text !== null && fate === 'delivered') this.#arrive(text, around);
      changed();
    };
    const early = dice.happens(receipts.early);
    // Nobody would notice when it happened.
    if (early || (!asked && !keep)) done();
    else
      clock.after(
        answerMs + dice.within(dice.happens(receipts.late) ? receipts.lateMs : receipts.delayMs),
        done,
      );
  }

  /** Decides the next reply of a number; null: it has nothing more to say. */
  script(number: string, reply: ScriptedReply | null): void {
    const person = this.recipients.touch(number);
    person.script = reply === null ? [] : [...(person.script ?? []), reply];
  }

  reply(number: string, text: string): void {
    const { clock, send, changed } = this.#options;
    const person = this.recipients.find(number);
    if (!person?.sender) throw new Error(`Nobody has texted ${number} yet, so it has nobody to answer.`);
    const { account, address } = person.sender;
    this.#reference = (this.#reference + 1) & 0xff;
    for (const content of writeReply(text, { from: number, to: address, reference: this.#reference }))
      send(account, { kind: 'reply', content });
    person.hold({ direction: 'out', party: address.address, text, at: clock.now() });
    changed();
  }

  /** The parts of one text share its fate. */
  #fateDice(data: DecodedUserData | null, { to, dice }: Circumstances): Dice {
    const concatenation = data?.header.concatenation ?? null;
    if (concatenation === null) return dice;
    return new Dice(`${this.#options.seed} ${to} of ${concatenation.reference}`);
  }

  #report(
    { pdu, at }: Segment,
    fate: Exclude<Fate, 'never'>,
    { id, sender, form, behaviour, dice, said }: Circumstances & { said: string },
  ): void {
    const { clock, send } = this.#options;
    const receipt = writeReceipt(
      {
        id,
        state: STATES[fate],
        submittedAt: at,
        doneAt: clock.now(),
        excerpt: said.slice(0, EXCERPT).replaceAll(/[^ -~]/gu, '?'),
      },
      form,
    );
    const delivery: Delivery = {
      kind: 'receipt',
      content: {
        ...receipt,
        sourceAddrTon: pdu.destAddrTon,
        sourceAddrNpi: pdu.destAddrNpi,
        sourceAddr: pdu.destinationAddr,
        destAddrTon: pdu.sourceAddrTon,
        destAddrNpi: pdu.sourceAddrNpi,
        destinationAddr: pdu.sourceAddr,
      },
    };
    send(sender.account, delivery);
    if (dice.happens(behaviour.receipts.duplicate)) send(sender.account, delivery);
  }

  /** A whole text is on the phone: its person may answer. */
  #arrive(carried: CarriedText, { sender, behaviour, dice }: Circumstances): void {
    const { clock, onText } = this.#options;
    const { from, to, text } = carried;
    const person = this.recipients.touch(to);
    person.sender = sender;
    person.received += 1;
    person.hold({ direction: 'in', party: from, text: text ?? 'Binary data', at: clock.now() });
    onText(carried);
    const reply = chooseReply(person, behaviour.replies, dice);
    if (reply !== null) clock.after(reply.afterMs, () => this.reply(to, reply.text));
  }
}
