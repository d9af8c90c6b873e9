import { Type, type Static } from 'typebox';
import { Check } from 'typebox/schema';
import { Id, Instant, shortText } from '../schema.ts';

/**
 * What an entry of the suppressions says of a number. The person's own words and the account's are kept apart: either one
 * closes the number, and each is opened again only by the one who closed it.
 */
export const SUPPRESSION_MEANINGS = {
  /** The person asked for no more texts. */
  stop: { by: 'person', closes: true },
  /** The person asked for texts again. */
  start: { by: 'person', closes: false },
  /** The carrier reports that the number was given up; whoever has it next may ask for texts. */
  deactivated: { by: 'person', closes: true },
  /** A member does not want it texted. */
  'member-stop': { by: 'member', closes: true },
  'member-start': { by: 'member', closes: false },
} as const satisfies Record<string, { by: 'person' | 'member'; closes: boolean }>;
export type SuppressionMeaning = keyof typeof SUPPRESSION_MEANINGS;

const MEANINGS = Object.keys(SUPPRESSION_MEANINGS) as SuppressionMeaning[];

/** One entry of the list `suppressions`, inside a segment's envelope. */
export const SuppressionListEntry = Type.Object({
  /** E.164. */
  number: Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }),
  meaning: Type.Enum(MEANINGS),
  /** For people: `keyword STOP (Polish)`. */
  why: shortText(300),
  /** When the word was received or said, not when it was appended. */
  at: Instant,
  source: Type.Object({
    /** The gateway that it was said to. */
    gateway: Type.Optional(Id),
    /** Record id of the text in which it was said. */
    text: Type.Optional(Id),
  }),
});
export type SuppressionListEntry = Static<typeof SuppressionListEntry>;

/** Whether it is an entry; that its time is one that there is, the reader of it has to see. */
export function isSuppressionListEntry(entry: unknown): entry is SuppressionListEntry {
  return Check(SuppressionListEntry, entry);
}
