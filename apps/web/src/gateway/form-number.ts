/** Least and most of a whole number. */
export interface Bounds {
  least: number;
  most: number;
}

const whole = new Intl.NumberFormat();

/** The whole number that was typed, null where the field is empty, or what is wrong with it. */
export function numberOrNull(
  text: string,
  { least, most }: Bounds,
): { value: number | null; fault: string | null } {
  const typed = text.trim();
  if (typed === '') return { value: null, fault: null };
  const value = /^\d{1,12}$/.test(typed) ? Number(typed) : Number.NaN;
  if (value >= least && value <= most) return { value, fault: null };
  return { value: null, fault: `Write a whole number from ${whole.format(least)} to ${whole.format(most)}.` };
}
