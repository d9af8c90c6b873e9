import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalJson,
  classOfChanges,
  compilePolicy,
  diffPolicies,
  INVENTORY,
  SUBJECTS,
  subjectsOf,
  type CompiledPolicy,
  type HeldThing,
  type Json,
  type Weight,
} from '../src/index.ts';

test('[INV-30] the policy has one form, whatever order its parts are in (RFC 8785, §3.2.3)', () => {
  const given: Json = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const values = [...canonicalJson(given).matchAll(/:"([^"]*)"/g)].map(
    ([, value = '']) => value.split(' ')[0],
  );
  assert.deepEqual(values, ['Carriage', 'One', 'Control', 'Latin', 'Euro', 'Emoji:', 'Hebrew']);
  assert.equal(
    canonicalJson({ b: [1e30, 4.5, 2e-3, 1e-27, -0], a: null, c: undefined, d: '\u000f\n"\\/é' }),
    '{"a":null,"b":[1e+30,4.5,0.002,1e-27,0],"d":"\\u000f\\n\\"\\\\/é"}',
  );
  assert.throws(() => canonicalJson([Number.NaN]), /no number/);
  assert.throws(() => canonicalJson('\ud800'), /no Unicode/);
});

test('[INV-30] the policy that is compiled holds all that it is made from, and comes back from its form whole', () => {
  const policy = compilePolicy();
  assert.equal(Object.keys(policy.held).length, INVENTORY.length);
  assert.equal(Object.keys(policy.claims).length, 194);
  const text = canonicalJson(policy as unknown as Json);
  assert.deepEqual(diffPolicies(policy, JSON.parse(text) as CompiledPolicy), []);
  assert.equal(canonicalJson(JSON.parse(text) as Json), text);
});

/** The policy with one of its parts changed. */
function changed<Part extends keyof CompiledPolicy>(part: Part, members: object): CompiledPolicy {
  const policy = compilePolicy();
  return { ...policy, [part]: { ...(policy[part] as object), ...members } };
}

function heldLike(name: string, given: Partial<HeldThing>): CompiledPolicy {
  const thing = compilePolicy().held[`database ${name}`];
  assert.ok(thing, name);
  return changed('held', { [`database ${name}`]: { ...thing, ...given } });
}

function without(part: 'held' | 'recipients' | 'claims', id: string): CompiledPolicy {
  const policy = compilePolicy();
  const { [id]: _, ...rest } = policy[part] as Record<string, unknown>;
  return { ...policy, [part]: rest };
}

const EMAIL = 'identity.holder.email';
const held = compilePolicy().held[`database ${EMAIL}`];
const NEW_COLUMN = { ...held, name: 'identity.holder.shoe_size', holds: 'The size of the shoes.' };
const BROKER = { title: 'A broker', gets: 'Everything.', by: 'service' };
const activity = compilePolicy().retentions['activity-30d'];
const gdpr = compilePolicy().regimes['gdpr'];
const message = compilePolicy().kinds['message'];

const CASES: readonly [what: string, is: CompiledPolicy, weight: Weight, says: RegExp][] = [
  [
    'something new is held of people',
    changed('held', { 'database x': NEW_COLUMN }),
    'material',
    /Newly held: The size/,
  ],
  [
    'something new is held that concerns nobody',
    changed('held', {
      'response-header x': {
        ...NEW_COLUMN,
        rights: { access: 'describe', rectify: 'no', erase: 'none' },
        subjects: [],
      },
    }),
    'minor',
    /Newly held/,
  ],
  ['something is held no longer', without('held', `database ${EMAIL}`), 'protective', /No longer held/],
  [
    'other words say the same',
    heldLike(EMAIL, { holds: 'The address.' }),
    'minor',
    /What it holds: “The address\.”/,
  ],
  [
    'it serves another aim',
    heldLike(EMAIL, { purpose: 'Sending letters.', aim: 'letters' }),
    'material',
    /What it is for/,
  ],
  [
    'its purpose is worded otherwise',
    heldLike(EMAIL, { purpose: 'Reaching them.' }),
    'minor',
    /What it is for/,
  ],
  [
    'more people can read it',
    heldLike(EMAIL, { protection: 'clear' }),
    'material',
    /Who can read it: “The service”/,
  ],
  [
    'fewer people can read it',
    heldLike('account.seq', { protection: 'sealed' }),
    'protective',
    /Who can read it/,
  ],
  ['it is encrypted no longer', withoutAtRest(), 'material', /no longer encrypted/],
  [
    'it is kept for longer',
    heldLike('activity.ip', { retention: 'tombstone-90d' }),
    'material',
    /How long it is kept/,
  ],
  [
    'it is kept for less long',
    heldLike(EMAIL, { retention: 'activity-30d' }),
    'protective',
    /How long it is kept/,
  ],
  [
    'nobody can say what is longer',
    heldLike(EMAIL, { retention: 'session' }),
    'material',
    /How long it is kept/,
  ],
  [
    'somebody new gets it',
    heldLike(EMAIL, { recipients: ['carrier'] }),
    'material',
    /Who gets it, too: The carrier/,
  ],
  [
    'somebody gets it no longer',
    heldLike('identity.holder.mobile', { recipients: [] }),
    'protective',
    /no longer: Whoever/,
  ],
  [
    'it is about others, too',
    heldLike(EMAIL, { subjects: ['holder', 'recipient'] }),
    'material',
    /too: People/,
  ],
  [
    'it outlives its owner',
    heldLike(EMAIL, { rights: { access: 'export', rectify: 'no', erase: 'none' } }),
    'material',
    /goes with its owner/,
  ],
  ['it can be left out', heldLike(EMAIL, { necessity: 'optional' }), 'protective', /can be left out/],
  [
    'there is a new recipient',
    changed('recipients', { broker: BROKER }),
    'material',
    /Newly gets something: Everything/,
  ],
  ['a recipient is gone', without('recipients', 'carrier'), 'protective', /No longer gets/],
  [
    'a rule keeps for longer',
    changed('retentions', { 'activity-30d': { ...activity, longestDays: 60 } }),
    'material',
    /The most days: “60” in place of “30”/,
  ],
  [
    'data may serve something new',
    changed('aims', { adverts: 'Showing adverts' }),
    'material',
    /New: Showing adverts/,
  ],
  [
    'the server sees more of a text',
    changed('kinds', { message: { ...message, clear: { ...message?.clear, time: 'day' } } }),
    'material',
    /sees of it, too: time/,
  ],
  [
    'a promise is taken back',
    changed('claims', { A05: { ...compilePolicy().claims['A05'], kind: 'not-yet' } }),
    'material',
    /What it stands on/,
  ],
  [
    'a promise is proved now',
    changed('claims', { A38: { ...compilePolicy().claims['A38'], kind: 'executable' } }),
    'protective',
    /What it stands on/,
  ],
  ['a promise is gone', without('claims', 'A05'), 'material', /No longer promised: We sell/],
  [
    'another rule resolves a contradiction',
    changed('resolutions', { R01: { ...compilePolicy().resolutions['R01'], instead: 'We just post it.' } }),
    'material',
    /What holds: “We just post it\.”/,
  ],
  [
    'answers come later',
    changed('regimes', { gdpr: { ...gdpr, answer: { months: 2 } } }),
    'material',
    /Answered within: “2 months” in place of “one month”/,
  ],
  [
    'answers come sooner',
    changed('regimes', { gdpr: { ...gdpr, answer: { days: 10 } } }),
    'protective',
    /“10 days”/,
  ],
  ['a law is kept no longer', withoutRegime('ccpa'), 'material', /kept no longer: California Consumer/],
  [
    'a place is named otherwise',
    changed('places', { file: { title: 'Disks', held: 'There.' } }),
    'minor',
    /“Disks”/,
  ],
];

function withoutAtRest(): CompiledPolicy {
  const policy = compilePolicy();
  const { atRest: _, ...rest } = policy.held[`database ${EMAIL}`] ?? assert.fail();
  return { ...policy, held: { ...policy.held, [`database ${EMAIL}`]: rest } };
}

function withoutRegime(id: string): CompiledPolicy {
  const policy = compilePolicy();
  const { [id]: _, ...regimes } = policy.regimes;
  return { ...policy, regimes };
}

for (const [what, is, weight, says] of CASES)
  test(`[INV-31] a version in which ${what} is ${weight}`, () => {
    const changes = diffPolicies(compilePolicy(), is);
    const found = changes.filter((change) => change.weight === weight && says.test(change.says));
    assert.equal(found.length, 1, JSON.stringify(changes));
    assert.equal(classOfChanges(changes), weight);
  });

test('[INV-31] one change that weighs on people makes a version material, and one other word keeps it from being protective', () => {
  const of = (...weights: Weight[]) =>
    classOfChanges(weights.map((weight) => ({ weight, what: '', says: '' })));
  assert.equal(of('protective', 'minor', 'material'), 'material');
  assert.equal(of('protective', 'minor'), 'minor');
  assert.equal(of('protective', 'protective'), 'protective');
  assert.equal(of(), 'minor');
});

test('[INV-32] each entry says whose data it is, and everybody is in the list', () => {
  const all = new Set(INVENTORY.flatMap(subjectsOf));
  assert.deepEqual([...all].sort(), Object.keys(SUBJECTS).sort());
  for (const entry of INVENTORY)
    if (entry.rights.erase === 'destroy') assert.notDeepEqual(subjectsOf(entry), [], entry.name);
  const of = (name: string) =>
    subjectsOf(INVENTORY.find((entry) => entry.name === name) ?? assert.fail(name));
  assert.deepEqual(of('record.envelope'), ['holder', 'recipient']);
  assert.deepEqual(of('activity.ip'), ['holder', 'staff']);
  assert.deepEqual(of('origin'), ['visitor']);
  assert.deepEqual(of('migration.name'), []);
});
