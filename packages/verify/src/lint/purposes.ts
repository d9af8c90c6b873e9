import { AIMS, aimOf, INVENTORY, PURPOSES } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { NOT_OUR_BUSINESS } from './not-our-business.ts';

/** Everything held has a purpose of the closed list, and each purpose serves the service and its holders. */
export function purposes(): Outcome {
  const listed = AIMS.flatMap((aim) => PURPOSES[aim].sentences);
  const used = new Set<string>(INVENTORY.map(({ purpose }) => purpose));
  const faults = [
    ...INVENTORY.filter(({ purpose }) => aimOf(purpose) === undefined).map(
      ({ name, purpose }) => `${name} is for “${purpose}”, which is no purpose`,
    ),
    ...listed.filter((purpose) => !used.has(purpose)).map((purpose) => `nothing is held for “${purpose}”`),
    ...listed
      .filter((purpose, i) => listed.indexOf(purpose) !== i)
      .map((purpose) => `“${purpose}” is there twice`),
    ...[...listed, ...AIMS.map((aim) => PURPOSES[aim].title)]
      .filter((words) => NOT_OUR_BUSINESS.test(words))
      .map((words) => `“${words}” is not our business`),
  ];
  return verdict(faults, `${listed.length} purposes, all of them for ${AIMS.length} aims of the service`);
}
