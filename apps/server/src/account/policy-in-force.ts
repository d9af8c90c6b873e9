import { createHash } from 'node:crypto';
import { canonicalJson, compilePolicy, VERSIONS, type Json, type PolicyVersion } from '@smseal/inventory';
import { hasBegun } from '@smseal/policy';

/** What this software keeps to: SHA-256 of the canonical JSON of its privacy policy, lower-case hex. */
export function policyHash(): string {
  const text = canonicalJson(compilePolicy() as unknown as Json);
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Nothing may be done by a version of the policy before it counts. `now`: ms since 1970; `versions`: those of the archive.
 * @throws Error with one sentence where the policy of this software does not count yet, or was never announced.
 */
export function refuseBeforeItsDay(now: number, versions: readonly PolicyVersion[] = VERSIONS): void {
  const hash = policyHash();
  // A draft is what the sources say.
  const version = versions.findLast((one) => one.hash === null || one.hash === hash);
  if (version === undefined)
    throw new Error('This software keeps to a privacy policy that was never announced; run a release of it.');
  if (!hasBegun(version, now))
    throw new Error(
      `This software keeps to version ${version.number} of the privacy policy, which counts from ${version.effective} on; until then run the release before it.`,
    );
}
