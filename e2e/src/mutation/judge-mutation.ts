import {
  CLAIM_IDS,
  CLAIMS,
  PROBES,
  standingOf,
  type ClaimId,
  type ProbeFamily,
  type ProbeName,
} from '@smseal/inventory';
import type { NamedMutation } from '@smseal/testkit/mutation';
import type { ProbeResult } from '@smseal/verify';
import type { Tried } from './try-copy.ts';

/** What a mutation came to. */
export interface JudgedMutation {
  name: string;
  breaks: string;
  /** What turned red. */
  probes: readonly ProbeName[];
  claims: readonly ClaimId[];
  seconds: number;
  /** What is not as it should be; empty where exactly what should be red is. */
  faults: readonly string[];
}

/** Families of the probes that a mutation must turn red: those that are tried on it. */
export function familiesOf({ red }: Pick<NamedMutation, 'red'>): ProbeFamily[] {
  return [...new Set(red.map((probe) => PROBES[probe].family))];
}

/**
 * Holds what a broken copy's probes said against what they should: those of the mutation red, and with them every claim
 * that stands on one of them; all others of their families as green as on the copy that is not broken.
 */
export function judgeMutation(
  mutation: NamedMutation,
  tried: Tried,
  unbroken: readonly ProbeResult[],
): JudgedMutation {
  const { name, breaks, red: wanted } = mutation;
  const families = familiesOf(mutation);
  const probes = tried.results.filter(({ result }) => result === 'red').map(({ probe }) => probe);
  const faults = tried.trouble === null ? [] : [`it could not be tried: ${tried.trouble}`];
  if (tried.trouble === null) {
    for (const probe of wanted) faults.push(...missedBy(probe, tried.results, unbroken));
    for (const { probe, result } of unbroken) {
      if (result !== 'green' || wanted.includes(probe) || !families.includes(PROBES[probe].family)) continue;
      const found = tried.results.find((one) => one.probe === probe);
      if (found?.result !== 'green')
        faults.push(`${probe} is ${found?.result ?? 'not there'}, too (${found?.evidence ?? ''})`);
    }
  }
  return { name, breaks, probes, claims: claimsOn(probes), seconds: tried.seconds, faults };
}

function missedBy(
  probe: ProbeName,
  results: readonly ProbeResult[],
  unbroken: readonly ProbeResult[],
): string[] {
  if (unbroken.find((one) => one.probe === probe)?.result !== 'green')
    return [`${probe} is not green on what is not broken`];
  const found = results.find((one) => one.probe === probe);
  if (found?.result === 'red') return [];
  const claims = claimsOn([probe]).join(' ');
  return [`${probe} stays ${found?.result ?? 'untried'} (${found?.evidence ?? ''}), and with it ${claims}`];
}

/** Claims that cannot be green when these probes are red. */
export function claimsOn(probes: readonly ProbeName[]): ClaimId[] {
  return CLAIM_IDS.filter((id) => {
    const standing = standingOf(CLAIMS[id]);
    return standing.kind === 'executable' && standing.probes.some((probe) => probes.includes(probe));
  });
}
