import { verdict, type Outcome } from '../probe/outcome.ts';
import { jsonOf } from '../site/site.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

/** What the code of the sign-up opened, and whether it opened it twice. */
export function oneTimeCode({ observed: { beforePassword, codeAgain } }: ThrowawayAccount): Outcome {
  const code = jsonOf(beforePassword)?.['code'];
  const faults = [
    ...(codeAgain.status >= 400 ? [] : ['it works twice']),
    ...(codeAgain.cookies.length === 0 ? [] : ['used again it starts a session']),
    ...(code === 'sign-in-method-needed'
      ? []
      : [`before a password the account answers ${beforePassword.status}`]),
  ];
  return verdict(faults, 'used again it is refused, and before a password the account stays shut');
}
