import type { Seeded } from '../random/seeded.ts';
import type { GeneratedContact } from './people.ts';
import { momentIn, type Span } from './time-of-day.ts';

export interface GeneratedCall {
  /** Null when the caller hid it. */
  number: string | null;
  name: string | null;
  type: 'in' | 'out' | 'missed' | 'voicemail' | 'rejected' | 'blocked';
  /** ms since 1970. */
  at: number;
  /** Seconds. */
  duration: number;
  slot: 0 | 1;
  isNew: boolean;
}

const TYPES = [
  ['in', 34],
  ['out', 36],
  ['missed', 20],
  ['rejected', 5],
  ['voicemail', 3],
  ['blocked', 2],
] as const;

/** The call log, oldest first. */
export function makeCalls(
  random: Seeded,
  { count, contacts, span }: { count: number; contacts: readonly GeneratedContact[]; span: Span },
): GeneratedCall[] {
  const often = contacts.slice(0, Math.max(1, Math.ceil(contacts.length / 4)));
  const calls = Array.from({ length: count }, (): GeneratedCall => {
    const type = random.weighted(TYPES);
    const stranger = contacts.length === 0 || type === 'blocked' || random.chance(0.12);
    const person = stranger ? null : random.pick(random.chance(0.75) ? often : contacts);
    const hidden = stranger && type !== 'out' && random.chance(0.4);
    const talked = type === 'in' || type === 'out' || type === 'voicemail';
    return {
      number: hidden
        ? null
        : (person?.numbers[0]?.value ?? `+1617555${random.pick(['0181', '0182', '0183', '0184'])}`),
      name: person?.name ?? null,
      type,
      at: momentIn(random, span),
      duration: talked ? Math.floor(12 + random.next() ** 3 * 3200) : 0,
      slot: random.chance(0.75) ? 0 : 1,
      isNew: false,
    };
  }).toSorted((a, b) => a.at - b.at);
  for (const call of calls.slice(-5)) call.isNew = call.type === 'missed';
  return calls;
}
