/**
 * The ways in which a carrier may write one message id in a response and in a receipt, the likeliest first: as it is,
 * in lower case, without leading zeros, and the same number in the other base. An id of digits alone is read both as
 * decimal and as hexadecimal, so a match by a later form is to be trusted less.
 */
export function messageIdForms(id: string): string[] {
  const lower = id.toLowerCase();
  const forms = new Set([id, lower, lower.replace(/^0+(?=.)/, '')]);
  if (/^\d{1,20}$/.test(lower)) forms.add(BigInt(lower).toString(16));
  if (/^[0-9a-f]{1,16}$/.test(lower)) forms.add(BigInt(`0x${lower}`).toString());
  return [...forms];
}
