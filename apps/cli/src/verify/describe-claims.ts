import { CLAIMS } from '@smseal/inventory';
import type { ClaimStatus, JudgedClaim } from '@smseal/verify';

/** The order in which people read them, with what each means. */
const HEADINGS = {
  red: 'Not as claimed',
  stale: 'Not tried here',
  'not-yet': 'Not so yet',
  organisational: 'Kept by people',
  disclosure: 'Told openly',
  'not-applicable': 'About something that there is not',
  green: 'As claimed',
} as const satisfies Record<ClaimStatus, string>;

/** Every claim with what is known of it, for a terminal; the counts come last, where they are read. */
export function describeClaims(claims: readonly JudgedClaim[]): string {
  const sections: string[] = [];
  const counts: string[] = [];
  for (const [status, heading] of Object.entries(HEADINGS)) {
    const these = claims.filter((claim) => claim.status === status);
    if (these.length === 0) continue;
    sections.push(`${heading}\n\n${these.map(describe).join('')}`);
    counts.push(`${these.length} ${heading.toLowerCase()}`);
  }
  return `\n${sections.join('\n')}\n${claims.length} claims: ${counts.toReversed().join(', ')}.\n`;
}

function describe({ id, how, evidence }: JudgedClaim): string {
  const { text } = CLAIMS[id];
  const seen = how === null ? '' : `${how}: `;
  return `  ${id.padEnd(5)} ${text}\n${evidence === text ? '' : `        ${seen}${evidence}\n`}`;
}
