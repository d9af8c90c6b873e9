/** Where each part begins in the run of all of them, from 1. */
export function startsOf(parts: readonly Uint8Array[]): number[] {
  let next = 1;
  return parts.map(({ length }) => {
    const start = next;
    next += length;
    return start;
  });
}
