import {
  SmppSession,
  type BindOptions,
  type Content,
  type SessionEvent,
  type SessionOptions,
} from '@smseal/smpp';

/** One connection for both directions, or one for each (SMPP 3.4 §4.1). */
export type SmppBind = 'transceiver' | 'transmitter+receiver';

export interface SmppLinesOptions<T> extends Omit<SessionOptions<T>, 'bind'> {
  bind: SmppBind;
  as: Omit<BindOptions, 'mode'>;
}

/** The connections of one account at a carrier, which are up only together: without a receiver nobody hears a STOP. */
export class SmppLines<T> {
  readonly #sender: SmppSession<T>;
  readonly #all: readonly SmppSession<T>[];
  readonly #states: SessionEvent[];
  readonly #told: (event: SessionEvent) => void;
  #state: SessionEvent['state'] = 'closed';

  constructor({ bind, as, handlers, ...session }: SmppLinesOptions<T>) {
    this.#told = (event) => handlers.onState?.(event);
    const modes = bind === 'transceiver' ? [bind] : (['transmitter', 'receiver'] as const);
    this.#states = modes.map(() => ({ state: 'closed' }));
    const [sender, ...others] = modes.map((mode, place) => {
      const onState = (event: SessionEvent) => this.#hear(place, event);
      return new SmppSession<T>({ ...session, bind: { ...as, mode }, handlers: { ...handlers, onState } });
    });
    if (sender === undefined) throw new RangeError('a bind has a mode');
    this.#sender = sender;
    this.#all = [sender, ...others];
  }

  /** How many messages may be sent now; where it is 0, `onRoom` or the state tells when there is room again. */
  capacity(): number {
    return this.#state === 'bound' ? this.#sender.capacity() : 0;
  }

  /** Sends now, or not at all: false when there is no room. */
  send(content: Content<'submit_sm'>, token: T): boolean {
    return this.#state === 'bound' && this.#sender.send(content, token);
  }

  open(): void {
    for (const session of this.#all) session.open();
  }

  async close(drainMs: number): Promise<void> {
    await Promise.all(this.#all.map((session) => session.close(drainMs)));
  }

  #hear(place: number, event: SessionEvent): void {
    this.#states[place] = event;
    const whole = wholeOf(this.#states);
    if (whole.state === this.#state && event.state !== 'lost') return;
    this.#state = whole.state;
    this.#told(event.state === 'lost' ? event : whole);
  }
}

/** How an account stands whose connections stand so. */
function wholeOf(states: readonly SessionEvent[]): SessionEvent {
  const [first] = states;
  if (first !== undefined && states.every(({ state }) => state === 'bound')) return first;
  const trouble = states.find(({ state }) => state === 'lost');
  return trouble ?? states.find(({ state }) => state === 'connecting') ?? { state: 'closed' };
}
