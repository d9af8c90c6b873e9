/** What JSON can hold; members that are `undefined` are left out. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json | undefined };

/**
 * JSON in its one form (RFC 8785, §3.2): no blanks, members in the order of their UTF-16 code units, numbers and strings as
 * ECMAScript writes them.
 * @throws Error for numbers without end and strings that are no Unicode, which that form has no place for.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value as Record<string, Json>);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is no number of JSON`);
  if (typeof value === 'string' && !value.isWellFormed())
    throw new Error(`${JSON.stringify(value)} is no Unicode`);
  return JSON.stringify(value);
}

function canonicalObject(value: Readonly<Record<string, Json | undefined>>): string {
  const members = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const member = value[name];
      return member === undefined ? [] : [`${canonicalJson(name)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}
