import { INVENTORY, SUBJECTS, subjectsOf, type Subject } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';

/** Whatever goes with its owner is somebody's, and nobody whom the policy covers is without anything. */
export function subjects(): Outcome {
  const faults = INVENTORY.filter(
    (entry) => entry.rights.erase === 'destroy' && subjectsOf(entry).length === 0,
  ).map(({ name }) => `${name} goes with its owner and is nobody’s`);
  const all = new Set(INVENTORY.flatMap(subjectsOf));
  for (const subject of Object.keys(SUBJECTS) as Subject[])
    if (!all.has(subject)) faults.push(`nothing is listed of ${SUBJECTS[subject].toLowerCase()}`);
  return verdict(
    faults,
    `${INVENTORY.length} things say whose they are: ${Object.values(SUBJECTS).join(', ')}`,
  );
}
