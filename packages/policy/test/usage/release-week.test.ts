import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FEWEST_ACCOUNTS, USAGE_METRICS, type UsageMetric } from '@smseal/inventory';
import { releaseWeek, TOGETHER, type UsageCell } from '../../src/index.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261126);
const K = FEWEST_ACCOUNTS;
const TEXTS = USAGE_METRICS['accepted-texts'];

/** What one account has added in a week, by dimension. */
type Contribution = Partial<Record<string, number>>;

function cellsOf(accounts: readonly Contribution[]): UsageCell[] {
  return TEXTS.dimensions.map((dimension) => {
    const added = accounts.flatMap((account) => account[dimension] ?? []);
    return { dimension, accounts: added.length, total: added.reduce((sum, one) => sum + one, 0) };
  });
}

/** What everybody would add in every dimension, each with a lot from 0 to 99. */
const lots = fc.record({ amount: fc.integer({ min: 1, max: 7 * TEXTS.most }), lot: fc.nat(99) });
const everybody = fc.array(fc.tuple(lots, lots, lots), { minLength: K - 5, maxLength: 3 * K });
/** How many of a hundred are in each dimension. */
const shares = fc.tuple(
  ...TEXTS.dimensions.map(() => fc.constantFrom(0, 2, 20, 35, 50, 65, 80, 100)),
) as fc.Arbitrary<number[]>;
/** Weeks in which the cells are about as large as the threshold, some much smaller. */
const week: fc.Arbitrary<Contribution[]> = fc.tuple(everybody, shares).map(([people, share]) =>
  people.map((all) =>
    Object.fromEntries(
      TEXTS.dimensions.flatMap((dimension, at) => {
        const { amount, lot } = all[at] ?? { amount: 0, lot: 100 };
        return lot < (share[at] ?? 0) ? [[dimension, amount]] : [];
      }),
    ),
  ),
);
const subjects = fc
  .tuple(lots, lots, lots)
  .map((all): Contribution =>
    Object.fromEntries(TEXTS.dimensions.map((dimension, at) => [dimension, all[at]?.amount])),
  );

test('a cell of nineteen accounts is hidden and one of twenty is told, rounded down', () => {
  const cell = (dimension: string, accounts: number): UsageCell => ({
    dimension,
    accounts,
    total: accounts * 7_777,
  });
  const of = (...counts: number[]) =>
    releaseWeek(
      TEXTS,
      TEXTS.dimensions.map((dimension, at) => cell(dimension, counts[at] ?? 0)),
      K,
    ).map(({ figure }) => figure);
  assert.deepEqual(of(20, 30, 40), [150_000, 230_000, 310_000, 690_000]);
  assert.deepEqual(of(19, 30, 40), [null, null, 310_000, 690_000], 'the next one hides it in the sum');
  assert.deepEqual(of(0, 30, 40), [null, null, 310_000, 540_000], 'nobody is hidden like few');
  assert.deepEqual(of(1, 2, 40), [null, null, null, 330_000]);
  assert.deepEqual(of(19, 19, 19), [null, null, null, null]);
});

test('what is told a day is the mean of the week, and a metric of one dimension has no sum beside it', () => {
  const active = USAGE_METRICS['active-accounts'];
  const told = (accounts: number, total: number) =>
    releaseWeek(active, [{ dimension: 'any', accounts, total }], K);
  assert.deepEqual(told(50, 7 * 48), [{ dimension: 'any', figure: 40 }]);
  assert.deepEqual(told(19, 7 * 19), [{ dimension: 'any', figure: null }]);
});

test(`behind every figure, and behind all that subtracting gives, are ${K} accounts (seed ${SEED})`, () => {
  fc.assert(
    fc.property(week, (accounts) => {
      const figures = releaseWeek(TEXTS, cellsOf(accounts), K);
      const isTold = (dimension: string) =>
        figures.some((one) => one.dimension === dimension && one.figure !== null);
      const behind = (dimensions: readonly string[]) =>
        accounts.filter((one) => dimensions.some((dimension) => one[dimension] !== undefined)).length;
      const [told, hidden] = [
        TEXTS.dimensions.filter(isTold),
        TEXTS.dimensions.filter((one) => !isTold(one)),
      ];
      for (const dimension of told) assert.ok(behind([dimension]) >= K);
      if (!isTold(TOGETHER)) return;
      assert.ok(behind(TEXTS.dimensions) >= K);
      if (hidden.length > 0) assert.ok(behind(hidden) >= K, 'the sum without what is told');
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test(`with one account more or less, no figure moves by more than one step (seed ${SEED})`, () => {
  fc.assert(
    fc.property(week, subjects, (accounts, subject) => {
      const without = releaseWeek(TEXTS, cellsOf(accounts), K);
      const withIt = releaseWeek(TEXTS, cellsOf([...accounts, subject]), K);
      for (const { dimension, figure } of without) {
        const other = withIt.find((one) => one.dimension === dimension)?.figure ?? null;
        if (figure === null || other === null) continue;
        const step = TEXTS.step * (dimension === TOGETHER ? TEXTS.dimensions.length : 1);
        assert.ok(figure % step === 0 && Math.abs(other - figure) <= step, dimension);
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test('one account never adds as much to a figure as it is rounded by', () => {
  for (const [name, metric] of Object.entries<UsageMetric>(USAGE_METRICS))
    assert.ok((metric.per === 'day' ? 1 : 7) * metric.most <= metric.step, name);
});
