import { CLAIM_IDS, CLAIMS } from '../claims/claims.ts';
import { standingOf, type Unresolved } from '../claims/claim.ts';
import { RESOLUTIONS } from '../claims/resolutions.ts';
import { CATEGORIES } from '../derive/categories.ts';
import { PLACES } from '../derive/places.ts';
import { READERS } from '../derive/readers.ts';
import { SUBJECTS, subjectsOf } from '../derive/subjects.ts';
import { INVENTORY } from '../inventory.ts';
import { AIMS, aimOf, PURPOSES } from '../purposes.ts';
import { RECIPIENTS } from '../recipients.ts';
import { RECORD_KINDS } from '../record-kinds.ts';
import { RETENTION_RULES } from '../retention-rules.ts';
import { PROMISE, REGIMES } from '../rights/regimes.ts';
import type { Entry, RetentionId } from '../vocabulary.ts';
import type { CompiledPolicy, HeldThing } from './compiled-policy.ts';
import { LONGEST_DAYS } from './longest-days.ts';

/** The policy as the sources say it now, in the order in which its pages show it. */
export function compilePolicy(): CompiledPolicy {
  return {
    v: 1,
    aims: Object.fromEntries(AIMS.map((aim) => [aim, PURPOSES[aim].title])),
    categories: CATEGORIES,
    places: Object.fromEntries(
      Object.entries(PLACES).map(([place, { title, held }]) => [place, { title, held }]),
    ),
    protections: READERS,
    recipients: RECIPIENTS,
    retentions: Object.fromEntries(
      (Object.keys(RETENTION_RULES) as RetentionId[]).map((id) => [
        id,
        { sentence: RETENTION_RULES[id].sentence, longestDays: LONGEST_DAYS[id] },
      ]),
    ),
    subjects: SUBJECTS,
    held: Object.fromEntries(INVENTORY.map((entry) => [`${entry.place} ${entry.name}`, heldThing(entry)])),
    kinds: RECORD_KINDS,
    claims: Object.fromEntries(
      CLAIM_IDS.map((id) => {
        const { text, stands } = CLAIMS[id];
        const standing = standingOf(CLAIMS[id]);
        return [
          id,
          {
            text,
            kind: standing.kind,
            ground: groundOf(standing),
            ...(stands.kind === 'resolved' ? { resolution: stands.by } : {}),
          },
        ];
      }),
    ),
    resolutions: RESOLUTIONS,
    regimes: REGIMES,
    promise: PROMISE,
  };
}

function heldThing(entry: Entry): HeldThing {
  const { place, name, holds, purpose, necessity, protection, category, retention, rights } = entry;
  const { recipients, atRest, when } = entry;
  return {
    place,
    name,
    holds,
    purpose,
    aim: aimOf(purpose) ?? 'none',
    necessity,
    protection,
    category,
    retention,
    rights,
    recipients: recipients.filter((recipient) => recipient !== 'none'),
    subjects: subjectsOf(entry),
    ...(atRest === undefined ? {} : { atRest }),
    ...(when === undefined ? {} : { when }),
  };
}

function groundOf(standing: Unresolved): string {
  switch (standing.kind) {
    case 'executable':
      return standing.probes.join(', ');
    case 'organisational':
      return standing.register;
    case 'disclosure':
      return standing.says;
    case 'not-applicable':
      return standing.reason;
    case 'not-yet':
      return standing.missing;
  }
}
