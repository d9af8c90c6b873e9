/** How Android compares numbers when it looks for a thread: loosely, from the last digit backwards. */

/** As many last digits must agree (`PHONE_NUMBERS_EQUAL(a, b, 0, minMatch)`). */
export const MIN_MATCH = 7;

const dialable = (text: string): string => text.replaceAll(/[^0-9+*#]/gu, '');
const international = (rest: string): boolean => /^(?:\+|00|011)$/u.test(rest);
const internationalWithCountry = (rest: string): boolean => /^(?:\+|00|011)\d{1,3}$/u.test(rest);

/** Whether two addresses are the same phone, as the provider sees it. Names and short codes must be equal. */
export function sameNumberLoosely(a: string, b: string, minMatch = MIN_MATCH): boolean {
  if (a === b) return true;
  if (/\p{L}/u.test(a) || /\p{L}/u.test(b)) return false;
  const left = dialable(a);
  const right = dialable(b);
  let matched = 0;
  while (matched < Math.min(left.length, right.length) && left.at(-1 - matched) === right.at(-1 - matched)) {
    if (left.at(-1 - matched) === '+') break;
    matched += 1;
  }
  const restLeft = left.slice(0, left.length - matched);
  const restRight = right.slice(0, right.length - matched);
  if (restLeft === '' && restRight === '') return matched > 0;
  if (matched < minMatch) return false;
  if (restLeft === '' || restRight === '') return true;
  if (international(restLeft) && international(restRight)) return true;
  return (
    (restLeft === '0' && internationalWithCountry(restRight)) ||
    (restRight === '0' && internationalWithCountry(restLeft))
  );
}

/** Addresses that can be the same loosely have the same key, so that a lookup need not compare with all. */
export function looseKey(address: string): string {
  if (/\p{L}/u.test(address)) return address;
  return dialable(address).replace('+', '').slice(-MIN_MATCH);
}
