import type { ReplyHabits } from './behaviour.ts';
import type { Dice } from './dice.ts';
import { PHRASES, type ReplyKind } from './phrases.ts';
import type { Recipient, ScriptedReply } from './recipient.ts';

const KINDS: readonly ReplyKind[] = ['stop', 'help', 'question', 'thanks'];

/** What a person says to a text that arrived: what the script says, or what chance does; null for nothing. */
export function chooseReply(person: Recipient, habits: ReplyHabits, dice: Dice): ScriptedReply | null {
  if (person.script !== null) return person.script.shift() ?? null;
  const kind = KINDS.find((one) => dice.happens(habits[one]));
  if (kind === undefined) return null;
  return { text: dice.pick(PHRASES[person.language][kind]), afterMs: dice.within(habits.afterMs) };
}
