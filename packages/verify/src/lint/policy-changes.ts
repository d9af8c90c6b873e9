import {
  classOfChanges,
  compilePolicy,
  diffPolicies,
  type CompiledPolicy,
  type Weight,
} from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';

/** A policy that differs from this release's in one thing. */
interface Changed {
  what: string;
  policy: CompiledPolicy;
  weight: Weight;
}

/** Changes the policy of this release in one thing after the other, and asks what a log would say of it. */
export function policyChanges(): Outcome {
  const now = compilePolicy();
  const cases = changedPolicies(now);
  const faults = cases.flatMap(({ what, policy, weight }) => {
    const changes = diffPolicies(now, policy);
    const found = classOfChanges(changes);
    if (changes.length !== 1) return [`that ${what} is told in ${changes.length} sentences`];
    return found === weight ? [] : [`that ${what} is called ${found}`];
  });
  if (diffPolicies(now, now).length > 0) faults.push('nothing has changed, and the log says something');
  return verdict(faults, `${cases.length} changes, each told in one sentence and weighed as it is`);
}

function changedPolicies(now: CompiledPolicy): Changed[] {
  const [key = '', thing] =
    Object.entries(now.held).find(([, { protection }]) => protection === 'encrypted') ?? [];
  const [other = ''] = Object.keys(now.recipients);
  const [retention = '', rule] =
    Object.entries(now.retentions).find(([, { longestDays }]) => longestDays === 30) ?? [];
  const [law = '', regime] = Object.entries(now.regimes)[0] ?? [];
  const [id = '', claim] = Object.entries(now.claims).find(([, { kind }]) => kind === 'executable') ?? [];
  if (!thing || !rule || !regime || !claim) throw new Error('the policy lacks what it is to be changed in');
  const held = (changed: Partial<typeof thing>): CompiledPolicy => ({
    ...now,
    held: { ...now.held, [key]: { ...thing, ...changed } },
  });
  const { [key]: _, ...less } = now.held;
  const days = (longestDays: number): CompiledPolicy => ({
    ...now,
    retentions: { ...now.retentions, [retention]: { ...rule, longestDays } },
  });
  return [
    { what: 'less is held', policy: { ...now, held: less }, weight: 'protective' },
    {
      what: 'more is held',
      policy: { ...now, held: { ...now.held, 'database more': { ...thing, name: 'more' } } },
      weight: 'material',
    },
    { what: 'more can read it', policy: held({ protection: 'clear' }), weight: 'material' },
    { what: 'fewer can read it', policy: held({ protection: 'sealed' }), weight: 'protective' },
    {
      what: 'somebody gets it, too',
      policy: held({ recipients: [...thing.recipients, 'a stranger'] }),
      weight: 'material',
    },
    {
      what: 'it serves another aim',
      policy: held({ purpose: 'Another.', aim: 'another' }),
      weight: 'material',
    },
    { what: 'other words say it', policy: held({ holds: `${thing.holds} So it is.` }), weight: 'minor' },
    { what: 'it is kept for longer', policy: days(60), weight: 'material' },
    { what: 'it is kept for less long', policy: days(20), weight: 'protective' },
    {
      what: 'somebody new gets something',
      policy: {
        ...now,
        recipients: { ...now.recipients, [`${other} too`]: { title: 'New', gets: 'All.', by: 'service' } },
      },
      weight: 'material',
    },
    {
      what: 'requests are answered later',
      policy: { ...now, regimes: { ...now.regimes, [law]: { ...regime, answer: { days: 300 } } } },
      weight: 'material',
    },
    {
      what: 'a promise is taken back',
      policy: { ...now, claims: { ...now.claims, [id]: { ...claim, kind: 'not-yet' } } },
      weight: 'material',
    },
  ];
}
