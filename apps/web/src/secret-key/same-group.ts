/** A group as it is compared: letters that people take for digits count as those (Crockford's base32). */
export function sameGroup(typed: string, group: string): boolean {
  const plain = (text: string) =>
    text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return plain(typed) === plain(group);
}
