/** What came of a probe. */
export interface Outcome {
  /** `unproved`: it could not be tried here, which says nothing about the claim. */
  result: 'green' | 'red' | 'unproved';
  /** What was seen, in one line. */
  evidence: string;
}

/** It holds, and this was seen. */
export function green(evidence: string): Outcome {
  return { result: 'green', evidence };
}

/** It does not hold, and this was seen. */
export function red(evidence: string): Outcome {
  return { result: 'red', evidence };
}

/** It could not be tried, for this reason. */
export function unproved(evidence: string): Outcome {
  return { result: 'unproved', evidence };
}

const MOST_FAULTS = 5;

/** Red with the faults, or green with what was seen where there are none. */
export function verdict(faults: readonly string[], seen: string): Outcome {
  if (faults.length === 0) return green(seen);
  const more = faults.length > MOST_FAULTS ? `, and ${faults.length - MOST_FAULTS} more` : '';
  return red(`${faults.slice(0, MOST_FAULTS).join('; ')}${more}`);
}
