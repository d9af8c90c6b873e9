import type { Claim } from './claim.ts';
import { executable, notApplicable, notYet, organisational, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** Other countries. */
export const TRANSFER_CLAIMS = {
  B90: organisational(
    'Each country that data goes to is named.',
    'Each recipient’s country, and what it gets.',
  ),
  B91: organisational(
    'Where the European Union calls a country safe, the decision is named with its date.',
    'Each decision and the day of its last check.',
  ),
  B92: organisational(
    'Elsewhere the standard clauses are signed.',
    'Each signed contract, its module and its assessment.',
  ),
  B93: notApplicable('Binding rules of a group of companies cover transfers.', 'There is no such group.'),
  B94: resolved('R11', executable('No framework is named that a court has ended.', 'lint/wording')),
  B95: organisational('The country in which data lies is named.', 'The place of each machine.'),
  B96: notYet(
    'Backups lie in two regions.',
    'A second place that the service itself looks after; whoever runs it can copy the folder, and what is copied closes with its keys.',
  ),
  B97: organisational('The countries from which staff work are named.', 'Each person’s place of work.'),
  B98: organisational(
    'Software is written and tried with made-up data only.',
    'A statement of the developers; the tests bring their own made-up people.',
  ),
  B99: executable(
    'What goes to another country is encrypted on its way.',
    'tls/plain-refused',
    'tls/old-versions',
  ),
  B100: organisational('Ways of transfer are reviewed at fixed times.', 'Each review and the next date.'),
  B101: organisational(
    'The laws of those countries are watched.',
    'Each country’s watch and the day of the last look.',
  ),
  B102: notYet('A transfer that is no longer safe is stopped.', 'A switch for each transfer.'),
} as const satisfies Partial<Record<ClaimId, Claim>>;
