import type { Claim } from './claim.ts';
import { disclosure, executable, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** What is collected, what is sealed, what the server sees. */
export const PERSONAL_DATA_CLAIMS = {
  A01: disclosure(
    'SMSeal is a web app, an agent on the phone, a gateway for programs, a command line, and the service between them.',
  ),
  A02: resolved(
    'R05',
    executable(
      'Each account says which version of the policy it was made under.',
      'introspect/policy-version',
    ),
  ),
  A03: executable(
    'Nothing is kept, logged or sent along that is not listed with its reason.',
    'introspect/columns',
    'introspect/logs',
    'introspect/files',
    'introspect/refusals',
    'introspect/request-headers',
    'har/headers',
  ),
  A04: disclosure('Whoever hosts SMSeal themselves runs the same software with the same protections.'),
  A05: executable('We sell nobody’s data, in any form.', 'lint/recipients', 'har/own-origin'),
  A06: executable('The policy is made from the list of what is held.', 'har/policy-table'),
  A07: executable(
    'Everything that leaves a machine is encrypted on its way.',
    'tls/plain-refused',
    'tls/old-versions',
  ),
  A08: executable(
    'The service is reached by HTTPS only.',
    'tls/plain-refused',
    'tls/strict-transport',
    'har/session-cookie',
  ),
  A09: executable(
    'We collect the least that the service needs.',
    'lint/inventory',
    'introspect/unlisted-field',
  ),
  A10: executable(
    'A secret key that only you have seals all content of your account, unless you choose to do without one.',
    'canary/record',
    'introspect/account-kind',
  ),
  A11: executable(
    'Content of a sealed account is sealed before it leaves your device, and the server refuses it otherwise.',
    'canary/record',
    'introspect/sealed-octets',
    'introspect/account-kind',
  ),
  A12: resolved(
    'R06',
    executable(
      'Nobody but the devices of a sealed account can read what they share, not even who runs the service.',
      'canary/record',
      'lint/server-cannot-open',
    ),
  ),
  A13: executable(
    'The secret key of a sealed account never leaves your devices.',
    'canary/keys',
    'lint/server-cannot-open',
    'har/release',
  ),
  A14: executable(
    'One table says what is kept, field by field, and it is the list that rules the software.',
    'har/policy-table',
    'introspect/columns',
  ),
  A15: executable(
    'Of a text in a sealed account, its kind, direction, numbers, words and state are sealed.',
    'canary/record',
    'lint/sealed-fields',
  ),
  A16: resolved(
    'R17',
    executable(
      'Of a text in a sealed account, the server sees a name, its conversation’s keyed name and the day.',
      'lint/sealed-fields',
      'canary/record',
      'introspect/times',
    ),
  ),
  A17: executable(
    'Of a contact in a sealed account, everything is sealed.',
    'canary/record',
    'lint/sealed-fields',
  ),
  A18: executable(
    'Of a contact in a sealed account, the server sees a name that tells nothing.',
    'lint/sealed-fields',
    'canary/record',
  ),
  A19: executable(
    'Of a call in a sealed account, everything is sealed.',
    'canary/record',
    'lint/sealed-fields',
  ),
  A20: resolved(
    'R16',
    executable(
      'Of a call in a sealed account, the server sees a name that tells nothing, and the day on which it was stored.',
      'lint/sealed-fields',
      'introspect/times',
      'canary/record',
    ),
  ),
  A21: executable(
    'Notifications pass through sealed and are kept nowhere.',
    'canary/live',
    'canary/live-later',
  ),
  A22: executable(
    'The battery’s state passes through sealed and is kept nowhere.',
    'canary/live',
    'canary/live-later',
  ),
  A23: executable(
    'That the phone rings passes through sealed and is kept nowhere.',
    'canary/live',
    'canary/live-later',
  ),
  A24: executable(
    'Of a device, the server keeps a random name, its platform, its own name, its public keys and the day of its last use.',
    'introspect/columns',
  ),
  A25: executable(
    'Of you, the server keeps your e-mail address and your mobile number.',
    'introspect/columns',
    'introspect/export',
  ),
  A26: executable(
    'The activity log keeps the time, the address, what was done and by which device.',
    'introspect/activity',
    'introspect/logs',
  ),
  A27: resolved(
    'R07',
    executable(
      'An account without a secret key is readable by the service, which says so where one chooses it, and encrypted on its disks.',
      'har/open-choice',
      'introspect/account-kind',
      'introspect/open-records',
    ),
  ),
  A28: executable(
    'What a browser keeps is sealed under a key that cannot be taken out, and gone when the browser is removed.',
    'har/browser-storage',
    'har/browser-emptied',
  ),
  A29: disclosure('Whoever can use your unlocked browser can read what you can read there.'),
  A30: resolved(
    'R02',
    executable(
      'A deleted account is gone for good, backups included.',
      'erase/account',
      'erase/replay',
      'introspect/day-key',
      'introspect/keyring',
      'introspect/closed-copies',
      'introspect/backup-age',
    ),
  ),
  A31: executable(
    'You decide for how long content is kept.',
    'clock/thresholds',
    'clock/retention-job',
    'introspect/retention-setting',
  ),
  A32: resolved('R20', executable('What you delete on the phone is deleted in the account.', 'erase/phone')),
  A33: resolved(
    'R03',
    executable(
      'What is deleted is in no backup after 14 days, the log between the copies included.',
      'introspect/backup-age',
    ),
  ),
  A34: resolved(
    'R08',
    executable('Nothing of what you store is analysed.', 'lint/recipients', 'har/own-origin'),
  ),
  A35: resolved(
    'R09',
    executable(
      'Nobody gets your data but those on the list of recipients, or an authority whom the law names.',
      'lint/recipients',
      'egress/connections',
      'egress/namespace',
    ),
  ),
} as const satisfies Partial<Record<ClaimId, Claim>>;
