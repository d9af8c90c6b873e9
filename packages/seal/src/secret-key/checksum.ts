/**
 * The check symbols of a secret key: a systematic Reed-Solomon code over GF(32), length 31, 27 data and 4 check symbols,
 * minimum distance 5. Any four wrong characters are noticed, so every mistyped one and every swapped neighbour is.
 * An error-detecting code, not a secret: nothing rests on it but kindness to people who type.
 */

/** x⁵ + x² + 1: α = 2 generates the multiplicative group. */
const POLYNOMIAL = 0b100101;
const CHECK_SYMBOLS = 4;

const POWERS: number[] = [];
const LOGARITHMS: number[] = [];
for (let i = 0, value = 1; i < 31; i++) {
  POWERS.push(value);
  LOGARITHMS[value] = i;
  value <<= 1;
  if (value & 32) value ^= POLYNOMIAL;
}

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return POWERS[((LOGARITHMS[a] ?? 0) + (LOGARITHMS[b] ?? 0)) % 31] ?? 0;
}

/** (x − α)(x − α²)(x − α³)(x − α⁴), highest power first, the leading 1 left out. */
const GENERATOR: readonly number[] = (() => {
  let product = [1];
  for (let i = 1; i <= CHECK_SYMBOLS; i++) {
    const root = POWERS[i] ?? 0;
    product = [...product, 0].map((term, k) => term ^ multiply(product[k - 1] ?? 0, root));
  }
  return product.slice(1);
})();

/** The four check symbols of 27 data symbols, each 0 … 31: the remainder of data(x)·x⁴ by the generator. */
export function checkSymbols(data: readonly number[]): number[] {
  let remainder = GENERATOR.map(() => 0);
  for (const symbol of data) {
    const factor = symbol ^ (remainder[0] ?? 0);
    remainder = GENERATOR.map((term, i) => (remainder[i + 1] ?? 0) ^ multiply(term, factor));
  }
  return remainder;
}
