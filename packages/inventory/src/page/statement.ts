import { standingOf, type Unresolved } from '../claims/claim.ts';
import type { ClaimId } from '../claims/claim-ids.ts';
import { CLAIMS } from '../claims/claims.ts';
import { RESOLUTIONS } from '../claims/resolutions.ts';

declare const BACKED: unique symbol;

/**
 * A sentence that a claim backs. Pages take nothing else, and only {@link statementOf} makes one: a sentence that no claim
 * backs does not compile.
 */
export interface Statement {
  readonly [BACKED]: true;
  readonly claim: ClaimId;
  readonly text: string;
  readonly kind: Unresolved['kind'];
  /** What has to be read with it: what is missing, what people have to show, what contradiction it settles. */
  readonly notes: readonly string[];
}

/** The sentence of a claim, with what has to be read with it. */
export function statementOf(claim: ClaimId): Statement {
  const { text, stands } = CLAIMS[claim];
  const standing = standingOf(CLAIMS[claim]);
  const notes = [
    ...noteOf(standing),
    ...(stands.kind === 'resolved' ? [RESOLUTIONS[stands.by].instead] : []),
  ];
  return { claim, text, kind: standing.kind, notes } as unknown as Statement;
}

function noteOf(standing: Unresolved): string[] {
  switch (standing.kind) {
    case 'executable':
    case 'disclosure':
      return [];
    case 'not-yet':
      return [`Not so yet; missing: ${standing.missing}`];
    case 'organisational':
      return [`People keep it. Evidence that is asked for: ${standing.register}`];
    case 'not-applicable':
      return [standing.reason];
  }
}
