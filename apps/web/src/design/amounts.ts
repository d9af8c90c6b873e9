const whole = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** `4,182`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 text`, `2 texts`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

/** Octets with a unit: `812 B`, `3.4 kB`, `12 MB`. */
export function octetsText(octets: number): string {
  if (octets < 1000) return `${octets} B`;
  if (octets < 1_000_000) return `${oneDigit.format(octets / 1000)} kB`;
  if (octets < 1_000_000_000) return `${oneDigit.format(octets / 1_000_000)} MB`;
  return `${oneDigit.format(octets / 1_000_000_000)} GB`;
}
