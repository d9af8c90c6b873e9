/** The part of `node:assert/strict` that these tests use, where they run in a browser. */

export function fail(message: string): never {
  throw new Error(message);
}

export function ok(value: unknown, message = 'not true'): asserts value {
  if (!value) fail(message);
}

export function equal(actual: unknown, expected: unknown, message = ''): void {
  if (!Object.is(actual, expected)) fail(`${message} expected ${String(expected)}, found ${String(actual)}`);
}

export function notEqual(actual: unknown, expected: unknown): void {
  if (Object.is(actual, expected)) fail(`did not expect ${String(actual)}`);
}

export function deepEqual(actual: unknown, expected: unknown, message = ''): void {
  if (!same(actual, expected)) fail(`${message} expected ${show(expected)}, found ${show(actual)}`);
}

export function notDeepEqual(actual: unknown, expected: unknown): void {
  if (same(actual, expected)) fail(`did not expect ${show(actual)}`);
}

export function match(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) fail(`${text} does not match ${String(pattern)}`);
}

export function throws(act: () => unknown, expected?: new () => Error): void {
  try {
    act();
  } catch (error) {
    if (expected && !(error instanceof expected)) throw error;
    return;
  }
  fail('did not throw');
}

export async function rejects(promise: Promise<unknown>): Promise<void> {
  const rejected = await promise.then(
    () => false,
    () => true,
  );
  if (!rejected) fail('did not reject');
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const [one, two] = [Object.entries(a), new Map(Object.entries(b))];
  return one.length === two.size && one.every(([name, value]) => two.has(name) && same(value, two.get(name)));
}

function show(value: unknown): string {
  return value instanceof Uint8Array ? String(value) : JSON.stringify(value);
}
