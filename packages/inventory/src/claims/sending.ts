import type { Claim } from './claim.ts';
import { disclosure, executable, notYet, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** Texts that a business sends to many. */
export const SENDING_CLAIMS = {
  P01: disclosure('We do our best to protect what you entrust to us, and show what we do.'),
  P02: notYet('The people whom you text have rights here, too.', 'Requests of people who were texted.'),
  P03: executable(
    'Signing up asks for an e-mail address and a mobile number, and nothing else.',
    'lint/sign-up-fields',
    'introspect/unlisted-field',
  ),
  P04: resolved(
    'R14',
    executable(
      'The code that is texted to you works once, and then you choose how to sign in.',
      'introspect/one-time-code',
    ),
  ),
  P05: executable(
    'Nothing for an invoice is asked for before you buy.',
    'lint/sign-up-fields',
    'introspect/columns',
  ),
  P06: executable(
    'Of people whom you text, only the number is needed, and a sealed account seals all of it.',
    'canary/batch',
    'lint/sealed-fields',
  ),
  P07: resolved(
    'R09',
    executable(
      'The numbers and texts of your clients go to the carrier that you chose, and to nobody else.',
      'lint/recipients',
      'egress/connections',
      'egress/namespace',
    ),
  ),
  P08: executable(
    'Data serves the service and nothing else.',
    'lint/purposes',
    'introspect/roles',
    'introspect/columns',
  ),
  P09: executable('What logs may say is listed word by word.', 'introspect/logs'),
  P10: executable(
    'Logs serve the running of the service and are gone after thirty days.',
    'introspect/log-age',
  ),
  P11: executable(
    'Data serves our clients and nobody else.',
    'lint/purposes',
    'lint/recipients',
    'introspect/roles',
  ),
  P12: resolved(
    'R09',
    executable(
      'Numbers, texts and whatever else you store are never sold or handed to others.',
      'lint/recipients',
      'har/own-origin',
    ),
  ),
  P13: executable('You can delete your account at any time, alone.', 'erase/account'),
  P14: resolved(
    'R04',
    executable(
      'With the account everything that you have stored goes, but what the certificate names.',
      'lint/erasure-plan',
      'erase/account',
      'erase/certificate',
    ),
  ),
  P15: resolved(
    'R15',
    executable(
      'Encryption on the way is always on and costs nothing.',
      'tls/plain-refused',
      'tls/old-versions',
    ),
  ),
  P16: executable('How to connect safely is documented with examples that are tried.', 'introspect/examples'),
  P17: executable('A page lists every cookie.', 'har/cookie-page', 'har/session-cookie'),
} as const satisfies Partial<Record<ClaimId, Claim>>;
