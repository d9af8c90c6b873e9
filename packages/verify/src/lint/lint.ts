import {
  CLAIM_IDS,
  CLAIMS,
  clearFieldsOfKinds,
  databaseTables,
  deletionPlan,
  faultsOfWording,
  INVENTORY,
  RECIPIENTS,
  RECORD_KINDS,
  retentionPlan,
  standingOf,
} from '@smseal/inventory';
import { SignUp } from '@smseal/protocol';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { NOT_OUR_BUSINESS } from './not-our-business.ts';

/** Everything held has one entry with a purpose, a retention and rights. */
export function inventory(): Outcome {
  const names = INVENTORY.map(({ place, name }) => `${place} ${name}`);
  const faults = names
    .filter((name, i) => names.indexOf(name) !== i)
    .map((name) => `${name} is listed twice`);
  for (const { name, holds, purpose } of INVENTORY)
    if (holds.trim() === '' || purpose.trim() === '') faults.push(`${name} does not say what it is for`);
  for (const { name, retention, category, rights } of INVENTORY)
    if (rights.erase === 'none' && category !== 'operation' && retention !== 'installation')
      faults.push(`${name} outlives its owner`);
  try {
    retentionPlan(INVENTORY);
  } catch (error) {
    faults.push(String(error));
  }
  const optional = INVENTORY.filter(({ necessity }) => necessity === 'optional').length;
  return verdict(faults, `${names.length} things are listed, ${optional} of them optional`);
}

/** Nobody on the closed lists buys, advertises or measures. */
export function recipients(): Outcome {
  const faults = Object.entries(RECIPIENTS)
    .filter(([name, { title, gets }]) => NOT_OUR_BUSINESS.test(`${name} ${title} ${gets}`))
    .map(([name]) => `${name} is a recipient`);
  for (const { name, purpose, category } of INVENTORY)
    if (NOT_OUR_BUSINESS.test(`${purpose} ${category}`)) faults.push(`${name} is for “${purpose}”`);
  const all = Object.values(RECIPIENTS).filter(({ by }) => by !== 'nobody');
  return verdict(
    faults,
    `the only recipients are: ${all.map(({ title }) => title.toLowerCase()).join(', ')}`,
  );
}

/** A record's clear fields. */
export function sealedFields(): Outcome {
  const faults: string[] = [];
  for (const { kind, clear } of clearFieldsOfKinds()) {
    const allowed = kind === 'message' ? ['id', 'conversation', 'day'] : ['id'];
    const beyond = clear.filter((field) => !allowed.includes(field));
    if (beyond.length > 0) faults.push(`a ${kind} shows ${beyond.join(', ')}`);
  }
  return verdict(faults, `${Object.keys(RECORD_KINDS).length} kinds of records show no more than that`);
}

/** An account's deletion reaches every table that names it. */
export function erasurePlan(): Outcome {
  const plan = deletionPlan(INVENTORY).map(({ table }) => table);
  const faults = databaseTables(INVENTORY)
    .filter(({ name, columns }) => (columns.has('account_id') || name === 'account') && !plan.includes(name))
    .map(({ name }) => `${name} is not reached`);
  if (plan.at(-1) !== 'account') faults.push('the account’s own row is not the last to go');
  return verdict(faults, `${plan.length} tables are emptied, the account’s own last`);
}

/** The sign-up's form. */
export function signUpFields(): Outcome {
  const fields = Object.keys(SignUp.properties).sort();
  const closed = 'additionalProperties' in SignUp && SignUp.additionalProperties === false;
  if (!closed) return red('the form takes further fields');
  const faults = fields.filter((field) => field !== 'email' && field !== 'mobile');
  return verdict(
    faults.map((field) => `it asks for ${field}`),
    `it asks for ${fields.join(' and ')}`,
  );
}

/** No claim uses a forbidden word. */
export function wording(): Outcome {
  const faults = CLAIM_IDS.flatMap((id) => {
    const claim = CLAIMS[id];
    const standing = standingOf(claim);
    const said = standing.kind === 'disclosure' ? `${claim.text} ${standing.says}` : claim.text;
    return faultsOfWording(said).map((fault) => `${id} says ${fault}`);
  });
  return verdict(faults, `${CLAIM_IDS.length} sentences were read`);
}
