import { VERSIONS, type ChangeClass, type PolicyVersion, type Weight } from '@smseal/inventory';
import { addDays, faultsOfVersion, hasBegun, mayBeCalled, startOfDay } from '@smseal/policy';
import { verdict, type Outcome } from '../probe/outcome.ts';

/** What is promised of each class, in days; read from the claims and not from what is tried. */
const PROMISED = { minor: 14, material: 30, protective: 0, law: 0 } as const satisfies Partial<
  Record<ChangeClass, number>
>;
/** A leap day lies between it and what is announced on it. */
const PUBLISHED = '2028-02-20';

/** Moves a virtual clock over the first day of versions of each class: not one tick before, at the tick. */
export function policyNotice(): Outcome {
  const classes = Object.keys(PROMISED) as (keyof typeof PROMISED)[];
  const faults = classes.flatMap(faultsOfClass);
  const weights: readonly Weight[] = ['minor', 'material', 'protective'];
  for (const weight of weights)
    for (const change of weights)
      if (mayBeCalled(change, weight) && PROMISED[change] < PROMISED[weight])
        faults.push(`what is ${weight} may be called ${change}`);
  // What the archive says of each of its own.
  VERSIONS.forEach((version, i) => {
    faults.push(...faultsOfVersion({ before: VERSIONS[i - 1] ?? null, version, weight: null }));
  });
  return verdict(
    faults,
    `${classes.length} classes begin exactly when they may, and ${VERSIONS.length} versions do`,
  );
}

function faultsOfClass(change: keyof typeof PROMISED): string[] {
  const first = startOfDay(addDays(PUBLISHED, PROMISED[change]));
  const version: PolicyVersion = {
    number: 2,
    change,
    published: PUBLISHED,
    effective: addDays(PUBLISHED, PROMISED[change]),
    hash: '0'.repeat(64),
    ...(change === 'law' ? { law: 'A law.' } : {}),
  };
  const before: PolicyVersion = { ...version, number: 1, change: 'first' };
  const hasty = { ...version, effective: addDays(version.effective, -1) };
  return [
    ...(hasBegun(version, first - 1) ? [`${change}: it counts one tick early`] : []),
    ...(hasBegun(version, first) ? [] : [`${change}: it does not count at its time`]),
    ...(PROMISED[change] > 0 && hasBegun(hasty, first - 1) ? [`${change}: it counts within its notice`] : []),
    ...(faultsOfVersion({ before, version: hasty, weight: null }).length > 0
      ? []
      : [`${change}: a day that is too early is let pass`]),
  ];
}
