import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NumberType } from '@smseal/sms/geography';
import fc from 'fast-check';
import {
  chooseRoute,
  REACHED_BY,
  REFUSALS,
  TEXT_CLASSES,
  type RouteCandidate,
  type RouteCapabilities,
  type RouteRefusal,
  type RouteRequest,
  type TextClass,
} from '../../src/index.ts';

const SEED = 20261122;
const REQUEST: RouteRequest = {
  country: 'PL',
  numberType: 'mobile',
  class: 'marketing',
  sender: 'number',
  from: null,
  needsReply: false,
  unicode: false,
};
const ABLE: RouteCapabilities = {
  countries: 'all',
  alphanumericSender: true,
  twoWay: true,
  unicode: true,
  fixedLines: true,
};

function candidate(
  connector: string,
  { can = {}, ...rest }: Partial<RouteCandidate> & { can?: Partial<RouteCapabilities> } = {},
): RouteCandidate {
  const whole = { device: 'gateway', connector, place: 0, senders: 'any', health: 'up', load: 0 } as const;
  return { ...whole, ...rest, capabilities: { ...ABLE, ...can } };
}

/** What the only candidate is refused for. */
function refusal(one: RouteCandidate, request: Partial<RouteRequest> = {}): RouteRefusal[] {
  return chooseRoute({ ...REQUEST, ...request }, [one]).refused.flatMap(({ why }) => why);
}

/** The connector that is chosen, and why. */
function choice(candidates: readonly RouteCandidate[], request: Partial<RouteRequest> = {}) {
  const { chosen } = chooseRoute({ ...REQUEST, ...request }, candidates);
  return chosen && [chosen.connector, ...chosen.because];
}

test('a connector is refused for what it cannot do, and for nothing that the text does not ask', () => {
  const cases: Record<RouteRefusal, [RouteCandidate, Partial<RouteRequest>]> = {
    down: [candidate('a', { health: 'down' }), {}],
    full: [candidate('a', { load: 1 }), {}],
    'sender-not-listed': [candidate('a', { senders: ['Acme', '+48221234567'] }), { from: '+48221234568' }],
    'country-not-served': [candidate('a', { can: { countries: ['DE', 'AT'] } }), {}],
    'fixed-line': [candidate('a', { can: { fixedLines: false } }), { numberType: 'fixed' }],
    'no-texts-to-number': [candidate('a'), { numberType: 'premium' }],
    'no-alphanumeric-sender': [
      candidate('a', { can: { alphanumericSender: false } }),
      { sender: 'alphanumeric' },
    ],
    'no-reply-path': [candidate('a', { can: { twoWay: false } }), { needsReply: true }],
    'no-unicode': [candidate('a', { can: { unicode: false } }), { unicode: true }],
  };
  assert.deepEqual(Object.keys(cases), Object.keys(REFUSALS));
  for (const [why, [one, request]] of Object.entries(cases)) assert.deepEqual(refusal(one, request), [why]);
  const poor = {
    countries: ['PL'],
    alphanumericSender: false,
    twoWay: false,
    unicode: false,
    fixedLines: false,
  };
  assert.deepEqual(refusal(candidate('a', { can: poor })), []);
});

test('each type of number is reached by those connectors that the table names', () => {
  for (const [numberType, reachedBy] of Object.entries(REACHED_BY) as [NumberType, string][]) {
    const refusals = [true, false].map((fixedLines) =>
      refusal(candidate('a', { can: { fixedLines } }), { numberType }),
    );
    const expected = {
      any: [[], []],
      'fixed-lines': [[], ['fixed-line']],
      none: [['no-texts-to-number'], ['no-texts-to-number']],
    };
    assert.deepEqual(refusals, expected[reachedBy as keyof typeof expected], numberType);
  }
  assert.deepEqual(
    ['mobile', 'fixed', 'premium'].map((type) => REACHED_BY[type as NumberType]),
    ['any', 'fixed-lines', 'none'],
  );
});

test('a name as sender has no reply path, whatever the connector can do', () => {
  assert.deepEqual(refusal(candidate('a'), { sender: 'alphanumeric', needsReply: true }), ['no-reply-path']);
});

test('a number that tells no country goes where every country is served', () => {
  const choose = (countries: readonly string[] | 'all') =>
    refusal(candidate('a', { can: { countries } }), { country: null });
  assert.deepEqual([choose('all'), choose(['PL'])], [[], ['country-not-served']]);
});

test('every reason of a refusal is told', () => {
  const one = candidate('a', { health: 'down', load: 1, can: { unicode: false } });
  assert.deepEqual(refusal(one, { unicode: true }), ['down', 'full', 'no-unicode']);
});

test('the healthier connector is chosen, then the answerable, the nearer, the earlier, the less loaded, the first by name', () => {
  const late = { load: 0.9, place: 1 };
  const worst = candidate('z', { ...late, health: 'degraded', can: { twoWay: false } });
  const ladder: [string, RouteCandidate][] = [
    ['healthier', candidate('y', { ...late, can: { twoWay: false } })],
    ['answerable', candidate('x', late)],
    ['nearer', candidate('wide', { ...late, can: { countries: ['PL'] } })],
    ['earlier', candidate('w', { load: 0.9, can: { countries: ['PL'] } })],
    ['less-loaded', candidate('v', { load: 0.5, can: { countries: ['PL'] } })],
    ['first-by-name', candidate('u', { load: 0.59, can: { countries: ['PL'] } })],
  ];
  let before = worst;
  for (const [because, better] of ladder) {
    assert.deepEqual(choice([before, better]), [better.connector, because]);
    before = better;
  }
  assert.deepEqual(choice([worst, ...ladder.map(([, one]) => one)]), [
    'u',
    ...ladder.map(([by]) => by).toReversed(),
  ]);
  assert.deepEqual(choice([worst]), ['z']);
  assert.deepEqual(choice([candidate('c'), candidate('a'), candidate('b')]), ['a', 'first-by-name']);
});

test('texts that a STOP stops go where it can be answered, codes where there is room', () => {
  const oneWay = candidate('one-way', { can: { twoWay: false } });
  const busy = candidate('two-way', { load: 0.9 });
  const chosen = (textClass: TextClass) => choice([oneWay, busy], { class: textClass });
  assert.deepEqual(chosen('marketing'), ['two-way', 'answerable']);
  assert.deepEqual(chosen('transactional'), ['two-way', 'answerable']);
  assert.deepEqual(chosen('one-time-code'), ['one-way', 'less-loaded']);
});

test('a timeline can say of each connector what became of it', () => {
  const candidates = [
    candidate('near', { can: { countries: ['PL'] } }),
    candidate('wide'),
    candidate('broken', { device: 'phone', health: 'down' }),
  ];
  assert.deepEqual(chooseRoute(REQUEST, candidates), {
    chosen: { device: 'gateway', connector: 'near', because: ['nearer'] },
    passedOver: [{ device: 'gateway', connector: 'wide', because: 'nearer' }],
    refused: [{ device: 'phone', connector: 'broken', why: ['down'] }],
  });
  assert.deepEqual(chooseRoute(REQUEST, []), { chosen: null, passedOver: [], refused: [] });
});

const country = fc.constantFrom('PL', 'DE', 'US');
const aRequest: fc.Arbitrary<RouteRequest> = fc.record({
  country: fc.option(country),
  numberType: fc.constantFrom('mobile', 'fixed', 'premium', 'unknown'),
  class: fc.constantFrom(...(Object.keys(TEXT_CLASSES) as TextClass[])),
  sender: fc.constantFrom('number', 'alphanumeric'),
  from: fc.option(fc.constantFrom('+48221234567', '+48221234568')),
  needsReply: fc.boolean(),
  unicode: fc.boolean(),
});
const someCandidates: fc.Arbitrary<RouteCandidate[]> = fc.uniqueArray(
  fc.record({
    device: fc.constantFrom('gateway-1', 'gateway-2', 'phone'),
    connector: fc.constantFrom('a', 'b', 'c'),
    place: fc.constantFrom(0, 1, 2),
    senders: fc.oneof(fc.constant('any' as const), fc.subarray(['+48221234567', '+48221234568'])),
    health: fc.constantFrom('up', 'degraded', 'down'),
    load: fc.constantFrom(0, 0.05, 0.31, 0.39, 0.95, 1),
    capabilities: fc.record({
      countries: fc.oneof(fc.constant('all' as const), fc.subarray(['PL', 'DE', 'US'])),
      alphanumericSender: fc.boolean(),
      twoWay: fc.boolean(),
      unicode: fc.boolean(),
      fixedLines: fc.boolean(),
    }),
  }),
  { selector: ({ device, connector }) => `${device} ${connector}` },
);

test('the order in which candidates are listed does not matter, and each is told of once', () => {
  const shuffled = someCandidates.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(aRequest, shuffled, (request, [candidates, others]) => {
      const made = chooseRoute(request, candidates);
      assert.deepEqual(made, chooseRoute(request, others));
      const told = [...(made.chosen ? [made.chosen] : []), ...made.passedOver, ...made.refused];
      const name = ({ device, connector }: { device: string; connector: string }) => `${device} ${connector}`;
      assert.deepEqual(told.map(name).sort(), candidates.map(name).sort());
    }),
    { seed: SEED },
  );
});

test('a text goes to none that is down, full or unable, and finds a way whenever there is one', () => {
  fc.assert(
    fc.property(aRequest, someCandidates, (request, candidates) => {
      const { chosen } = chooseRoute(request, candidates);
      const able = candidates.filter(
        ({ health, load, capabilities: can, senders }) =>
          health !== 'down' &&
          load < 1 &&
          (request.from === null || senders === 'any' || senders.includes(request.from)) &&
          (can.countries === 'all' || can.countries.some((served) => served === request.country)) &&
          (request.numberType !== 'fixed' || can.fixedLines) &&
          request.numberType !== 'premium' &&
          (request.sender === 'number' || (can.alphanumericSender && !request.needsReply)) &&
          (!request.needsReply || can.twoWay) &&
          (!request.unicode || can.unicode),
      );
      assert.equal(chosen !== null, able.length > 0);
      if (!chosen) return;
      const taken = able.find((one) => one.device === chosen.device && one.connector === chosen.connector);
      assert.ok(taken);
      if (taken.health === 'degraded') assert.ok(able.every(({ health }) => health === 'degraded'));
    }),
    { seed: SEED },
  );
});
