/**
 * Who or what closed a number to texts, and whether the person's own START opens it again. What a member closed, a member
 * opens: the account does not want to write to that number, whatever the number wants.
 */
export const SUPPRESSION_CAUSES = {
  /** The person asked, in a reply. */
  reply: { opensOnStart: true },
  /** Brought along from another system, where the person had asked. */
  import: { opensOnStart: true },
  /** The carrier reports that the number was given up or given to somebody else; the new holder may ask for texts. */
  deactivated: { opensOnStart: true },
  /** A member closed it. */
  member: { opensOnStart: false },
} as const satisfies Record<string, { opensOnStart: boolean }>;
export type SuppressionCause = keyof typeof SUPPRESSION_CAUSES;

/** What is known of one number's wish; a number that never asked for anything has none. Times are ms since 1970. */
export interface SuppressionEntry {
  suppressed: boolean;
  /** What closed it, or last closed it; says nothing of a number that was never closed. */
  cause: SuppressionCause;
  /** In words, for the inbox and the evidence: `keyword STOP (Polish)`. */
  why: string;
  /** When the newest word that counts was received; null while the number has only asked for help. */
  at: number | null;
  /** When HELP was last answered. */
  helped: number | null;
}
