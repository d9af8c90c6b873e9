import { VERSIONS } from '@smseal/inventory';
import { hasBegun } from '@smseal/policy';

/** Under which version of the privacy policy the account is made; the account keeps it. */
export function PolicyNote() {
  const version = VERSIONS.findLast((one) => hasBegun(one, Date.now())) ?? VERSIONS[0];
  if (!version) return null;
  const { number, hash } = version;
  return (
    <p>
      Your account is made under{' '}
      <a
        href={`/privacy/versions/${number}`}
        className="touch font-medium text-seal underline underline-offset-2"
      >
        version {number} of the privacy policy
      </a>
      {hash === null && ', a draft'}, and keeps note of it.
    </p>
  );
}
