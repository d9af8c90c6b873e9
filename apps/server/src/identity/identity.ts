import { policyHash } from '../account/policy-in-force.ts';
import type { Deps } from '../deps.ts';
import { Notices } from '../notice/notices.ts';
import { IdentityLimits } from './identity-limits.ts';
import { PasswordHasher } from './password-hash.ts';

/** What the routes of identity work with. */
export interface Identity {
  deps: Deps;
  /** See `server-secret.ts`. */
  secret: Buffer;
  notices: Notices;
  limits: IdentityLimits;
  passwords: PasswordHasher;
  /** Under which version of the privacy policy accounts are made; see `policy-in-force.ts`. */
  policy: string;
}

export function createIdentity(deps: Deps, secret: Buffer): Identity {
  return {
    deps,
    secret,
    notices: new Notices({
      urls: deps.configuration.noticeUrls,
      token: deps.configuration.noticeToken,
      log: deps.log,
    }),
    limits: new IdentityLimits(deps.now),
    passwords: new PasswordHasher(),
    policy: policyHash(),
  };
}
