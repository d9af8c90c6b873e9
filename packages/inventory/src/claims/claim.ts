import type { ProbeName } from './probes.ts';
import type { ResolutionId } from './resolutions.ts';

/** On what a claim stands. */
export type Standing =
  | Unresolved
  /** The policies that it comes from contradict each other, the law or the possible; the resolution says what is claimed instead. */
  | { kind: 'resolved'; by: ResolutionId; stands: Unresolved };

export type Unresolved =
  /** Probes try it on the running system or on its sources. */
  | { kind: 'executable'; probes: readonly [ProbeName, ...ProbeName[]] }
  /** People have to do it; the software can only ask for evidence. */
  | { kind: 'organisational'; register: string }
  /** It is told, and nothing can prove it. */
  | { kind: 'disclosure'; says: string }
  | { kind: 'not-applicable'; reason: string }
  /** It does not hold yet, or nothing proves it yet. */
  | { kind: 'not-yet'; missing: string };

export interface Claim {
  /** What is claimed, in one plain sentence. */
  text: string;
  stands: Standing;
}

type Probes = readonly [ProbeName, ...ProbeName[]];

/** A claim that these probes try. */
export function executable(text: string, ...probes: Probes): Claim {
  return { text, stands: { kind: 'executable', probes } };
}

/** A claim that people keep, with the evidence that it asks of them. */
export function organisational(text: string, register: string): Claim {
  return { text, stands: { kind: 'organisational', register } };
}

/** Something that is said openly; the sentence is the whole of it. */
export function disclosure(text: string): Claim {
  return { text, stands: { kind: 'disclosure', says: text } };
}

/** A claim about something that there is not. */
export function notApplicable(text: string, reason: string): Claim {
  return { text, stands: { kind: 'not-applicable', reason } };
}

/** A claim that does not hold yet, or that nothing proves yet. */
export function notYet(text: string, missing: string): Claim {
  return { text, stands: { kind: 'not-yet', missing } };
}

/** The same claim, worded as a resolution says. */
export function resolved(by: ResolutionId, { text, stands }: Claim): Claim {
  if (stands.kind === 'resolved') throw new Error(`“${text}” has two resolutions`);
  return { text, stands: { kind: 'resolved', by, stands } };
}

/** What a claim stands on once its resolution is applied. */
export function standingOf({ stands }: Claim): Unresolved {
  return stands.kind === 'resolved' ? stands.stands : stands;
}
