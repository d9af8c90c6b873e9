export const AVATAR_HUES = 8;

/** One of eight colours, from the id alone, so that it never changes. */
export function avatarHue(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum % AVATAR_HUES;
}

/** Up to two letters of a name in any script; `#` for bare numbers. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s,]+/u).filter((word) => /\p{L}/u.test(word));
  const first = words.at(0);
  if (!first) return '#';
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => word?.match(/\p{L}/u)?.[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
