import { IMPERSONAL, ORDINARY, SECRET, type Entry, type Rights } from '../vocabulary.ts';
import { ACCOUNT_ID, columns, ENCRYPTED, type TableDefaults } from './columns.ts';

const SIGN_IN = {
  necessity: 'required',
  protection: 'clear',
  category: 'sign-in',
  rights: ORDINARY,
  recipients: ['none'],
} as const satisfies Partial<TableDefaults>;

/** Tries and end of a one-time code, in the same words wherever there is one. */
const TRIES = 'How many times the code was tried.';
const ENDS = { holds: 'When the code is over.', clock: true } as const;

/** By which somebody is found who types who they are. */
const INDEX = {
  protection: 'hashed',
  rights: SECRET,
  purpose: 'Finding the account of whoever signs in; the key of the digest lies outside the database.',
} as const;

const CHANGEABLE: Rights = { access: 'export', rectify: 'self', erase: 'destroy' };

const HOLDER = columns(
  {
    ...SIGN_IN,
    table: 'identity.holder',
    category: 'account',
    purpose: 'Knowing who may act for the account, and reaching them.',
    retention: 'account',
  },
  {
    account_id: ACCOUNT_ID,
    email: { ...ENCRYPTED, holds: 'The e-mail address, in lower case.', rights: CHANGEABLE },
    mobile: {
      ...ENCRYPTED,
      holds: 'The mobile number, with its country code.',
      rights: CHANGEABLE,
      recipients: ['notice-route'],
    },
    email_index: { ...INDEX, holds: 'A keyed digest of the e-mail address.' },
    mobile_index: { ...INDEX, holds: 'A keyed digest of the mobile number.' },
    password: {
      atRest: 'account',
      holds: 'A slow, salted hash (Argon2id) of the password; empty until one was set.',
      necessity: 'optional',
      protection: 'password-hash',
      rights: { access: 'describe', rectify: 'self', erase: 'destroy' },
    },
  },
);

const SIGN_UP = columns(
  {
    ...SIGN_IN,
    table: 'identity.sign_up',
    purpose: 'Waiting for the one-time password of a sign-up; there is no account yet.',
    retention: 'minutes',
  },
  {
    email_index: { ...INDEX, holds: 'A keyed digest of the e-mail address that was typed.' },
    mobile: {
      holds: 'The mobile number that was typed.',
      protection: 'encrypted',
      atRest: 'day',
      recipients: ['notice-route'],
    },
    code: {
      holds: 'A keyed digest of the one-time password, under a key outside the database.',
      protection: 'hashed',
      rights: SECRET,
    },
    tries: TRIES,
    expires: ENDS,
  },
);

const RESET = columns(
  {
    ...SIGN_IN,
    table: 'identity.reset',
    purpose: 'Letting the holder set a new password by a code to their own number.',
    retention: 'minutes',
  },
  {
    account_id: ACCOUNT_ID,
    code: {
      holds: 'A keyed digest of the code, under a key outside the database.',
      protection: 'hashed',
      rights: SECRET,
    },
    tries: TRIES,
    expires: ENDS,
  },
);

const KEY_CODE = columns(
  {
    ...SIGN_IN,
    table: 'identity.key_code',
    purpose: 'Letting the holder of an open account open it on a new device by a code to their own number.',
    retention: 'minutes',
  },
  {
    account_id: ACCOUNT_ID,
    code: {
      holds: 'A keyed digest of the code, under a key outside the database.',
      protection: 'hashed',
      rights: SECRET,
    },
    tries: TRIES,
    expires: ENDS,
  },
);

const CHANGE = columns(
  {
    ...SIGN_IN,
    table: 'identity.change',
    purpose: 'Letting the holder replace the e-mail address or the number, once a code has proved it.',
    retention: 'minutes',
  },
  {
    account_id: ACCOUNT_ID,
    what: 'Which of the two it is.',
    value: {
      ...ENCRYPTED,
      holds: 'The new e-mail address or number.',
      recipients: ['notice-route'],
    },
    code: {
      holds: 'A keyed digest of the code, under a key outside the database.',
      protection: 'hashed',
      rights: SECRET,
    },
    tries: TRIES,
    expires: ENDS,
  },
);

const SESSION = columns(
  {
    ...SIGN_IN,
    table: 'identity.session',
    purpose: 'Keeping a browser signed in, and letting the holder see and end that.',
    retention: 'session',
  },
  {
    id: 'A random name.',
    account_id: ACCOUNT_ID,
    token: {
      holds: 'A digest of the random value in the browser’s cookie.',
      protection: 'hashed',
      rights: SECRET,
    },
    started: 'When the sign-in was.',
    last_used: 'When it was last used, in steps of ten minutes. No address and no browser is kept.',
  },
);

const PASSKEY = columns(
  {
    ...SIGN_IN,
    table: 'identity.passkey',
    purpose: 'Signing in without a password.',
    necessity: 'optional',
    retention: 'account',
  },
  {
    id: 'A random name.',
    account_id: ACCOUNT_ID,
    credential: { holds: 'The authenticator’s own name for the passkey.', protection: 'public' },
    public_key: { holds: 'The passkey’s public key.', protection: 'public' },
    counter: 'How often the authenticator says it was used, which shows a copy.',
    transports: 'How the authenticator is reached, such as "internal" or "usb".',
    name: { ...ENCRYPTED, holds: 'What the holder called it.' },
    stored: 'The UTC day on which it was added.',
  },
);

const USED_CHALLENGE = columns(
  {
    ...SIGN_IN,
    table: 'identity.used_challenge',
    purpose: 'Refusing a passkey’s answer that was given before.',
    category: 'operation',
    retention: 'minutes',
    rights: IMPERSONAL,
  },
  {
    digest: { holds: 'A digest of a random challenge that was answered.', protection: 'hashed' },
    expires: { holds: 'When the challenge is over.', clock: true },
  },
);

const COOKIE: Entry = {
  ...SIGN_IN,
  place: 'cookie',
  name: 'smseal_session',
  holds: 'A random value that names the session; it ends after thirty days.',
  purpose: 'Keeping the browser signed in.',
  retention: 'session',
  rights: SECRET,
};

/** Who may act for an account, and the proofs of it. */
export const IDENTITY_ENTRIES: Entry[] = [
  ...HOLDER,
  ...SIGN_UP,
  ...RESET,
  ...KEY_CODE,
  ...CHANGE,
  ...SESSION,
  ...PASSKEY,
  ...USED_CHALLENGE,
  COOKIE,
];
