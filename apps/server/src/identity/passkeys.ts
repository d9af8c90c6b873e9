import {
  deletePasskey,
  findPasskey,
  holderOf,
  countPasskeyUse,
  inTransaction,
  listPasskeys,
  lockHolder,
  recordActivity,
  storePasskey,
  useChallenge,
  type Passkey,
} from '@smseal/database';
import {
  CodedError,
  type Id,
  type PasskeyOptions,
  type PasskeyView,
  type RegisterPasskey,
  type SessionView,
  type SignInPasskey,
} from '@smseal/protocol';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { addressOf, beginSession, newId } from './begin-session.ts';
import { CHALLENGE_MS, newChallenge, readChallenge, type ChallengePurpose } from './challenge.ts';
import { failed } from './failed.ts';
import type { Identity } from './identity.ts';
import type { Exchange } from './sign-up.ts';
import { needRecentSignIn, signedInOf, type SignedIn } from './signed-in.ts';

/** EdDSA, ES256, RS256 (IANA COSE): what authenticators have. The library's default tries out what Node calls experimental. */
const ALGORITHMS = [-8, -7, -257];
/** Passkeys that an account can have. */
const MOST_PASSKEYS = 20;

/** The relying party (WebAuthn §4): our host name, so passkeys work on no other site. */
function rpId(identity: Identity): string {
  return new URL(identity.deps.configuration.origin).hostname;
}

/** Octets of their own, as SimpleWebAuthn wants them. */
function octets(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

/** Options of a new passkey: discoverable, so nobody types who they are, and verified by its holder. @throws CodedError `sign-in-again` */
export async function registrationOptions(identity: Identity, session: SignedIn): Promise<PasskeyOptions> {
  const { deps, secret } = identity;
  if (session.hasSignInMethod) needRecentSignIn(session, deps.now());
  const holder = await holderOf(deps.database, session.account);
  if (!holder) throw new CodedError('unauthenticated');
  const known = await listPasskeys(deps.database, session.account);
  const options = await generateRegistrationOptions({
    rpName: 'SMSeal',
    rpID: rpId(identity),
    userName: holder.email,
    userDisplayName: holder.email,
    userID: octets(Buffer.from(session.account, 'base64url')),
    challenge: octets(newChallenge(secret, { registerFor: session.account }, deps.now())),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ credential, transports }) => ({
      id: credential.toString('base64url'),
      transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { ...options };
}

/**
 * Stores a passkey. Where it is the first way to sign in, it replaces the one-time password, and the session begins anew.
 * @throws CodedError `wrong-passkey`, `sign-in-again`, `forbidden`
 */
export async function registerPasskey(
  identity: Identity,
  body: RegisterPasskey,
  exchange: Exchange,
): Promise<PasskeyView> {
  const { deps } = identity;
  const session = signedInOf(exchange.request);
  const now = deps.now();
  if (session.hasSignInMethod) needRecentSignIn(session, now);
  const verified = await verifyRegistration(identity, body, session.account);
  if (!verified) throw failed(identity, exchange.request, 'wrong-passkey');
  const { credential, challenge } = verified;
  const passkey: Passkey = {
    id: newId(),
    account: session.account,
    credential: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: body.response.response.transports ?? [],
    name: body.name,
    stored: now.toISOString().slice(0, 10),
  };
  await beginSession(identity, {
    account: session.account,
    action: 'passkey-added',
    ...exchange,
    before: async (transaction) => {
      if (!(await useChallenge(transaction, challenge))) throw new CodedError('wrong-passkey');
      if (!(await lockHolder(transaction, session.account))) throw new CodedError('unauthenticated');
      const known = await listPasskeys(transaction, session.account);
      if (known.length >= MOST_PASSKEYS) throw new CodedError('forbidden', { needs: 'fewer-passkeys' });
      if (!(await storePasskey(transaction, passkey))) throw new CodedError('wrong-passkey');
    },
  });
  return viewOf(passkey);
}

async function verifyRegistration(identity: Identity, body: RegisterPasskey, account: Id) {
  const given = challengeReader(identity, { registerFor: account });
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: body.response as RegistrationResponseJSON,
      expectedChallenge: given.check,
      expectedOrigin: identity.deps.configuration.origin,
      expectedRPID: rpId(identity),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    const challenge = given.read();
    return verified && challenge ? { credential: registrationInfo.credential, challenge } : null;
  } catch {
    // The library throws for whatever is malformed or does not verify; its messages quote the input.
    return null;
  }
}

/** Options of a sign-in. They name no passkey and so say nothing about anybody. */
export async function signInOptions({ deps, secret, ...identity }: Identity): Promise<PasskeyOptions> {
  const options = await generateAuthenticationOptions({
    rpID: rpId({ deps, secret, ...identity }),
    challenge: octets(newChallenge(secret, 'sign-in', deps.now())),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
  });
  return { ...options };
}

/** Signs in whoever holds a stored passkey. @throws CodedError `wrong-passkey`, `rate-limited` */
export async function signInPasskey(
  identity: Identity,
  body: SignInPasskey,
  exchange: Exchange,
): Promise<SessionView> {
  const { deps, limits } = identity;
  limits.takeFrom('tries-from', exchange.request.ip);
  const passkey = await findPasskey(deps.database, Buffer.from(body.response.id, 'base64url'));
  const verified = passkey && (await verifyAuthentication(identity, body, passkey));
  if (!verified) throw failed(identity, exchange.request, 'wrong-passkey');
  const view = await beginSession(identity, {
    account: passkey.account,
    action: 'sign-in',
    ...exchange,
    before: async (transaction) => {
      if (!(await useChallenge(transaction, verified.challenge))) throw new CodedError('wrong-passkey');
      await countPasskeyUse(transaction, passkey.id, verified.counter);
    },
  });
  limits.giveBackFrom('tries-from', exchange.request.ip);
  return view;
}

async function verifyAuthentication(identity: Identity, { response }: SignInPasskey, passkey: Passkey) {
  const { userHandle } = response.response;
  if (userHandle !== undefined && userHandle !== passkey.account) return null;
  const given = challengeReader(identity, 'sign-in');
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: given.check,
      expectedOrigin: identity.deps.configuration.origin,
      expectedRPID: rpId(identity),
      requireUserVerification: true,
      credential: {
        id: passkey.credential.toString('base64url'),
        publicKey: octets(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    const challenge = given.read();
    return verified && challenge ? { challenge, counter: authenticationInfo.newCounter } : null;
  } catch {
    // As in a registration; a counter that did not grow is among the reasons.
    return null;
  }
}

/** Checks the challenge that the library finds in an answer, and keeps what is to be remembered of it. */
function challengeReader({ deps, secret }: Identity, purpose: ChallengePurpose) {
  let found: ReturnType<typeof readChallenge> = null;
  return {
    check: (challenge: string): boolean => {
      found = readChallenge(secret, purpose, { challenge, now: deps.now() });
      return found !== null;
    },
    read: () => found,
  };
}

export async function passkeysOf(identity: Identity, account: Id): Promise<PasskeyView[]> {
  return (await listPasskeys(identity.deps.database, account)).map(viewOf);
}

/** Removes a passkey unless it is the last way to sign in. @throws CodedError `sign-in-again`, `not-found`, `last-sign-in-method` */
export async function removePasskey(identity: Identity, id: Id, { request }: Exchange): Promise<void> {
  const { database, now } = identity.deps;
  const session = signedInOf(request);
  needRecentSignIn(session, now());
  const { account } = session;
  await inTransaction(database, async (transaction) => {
    const holder = await lockHolder(transaction, account);
    const known = await listPasskeys(transaction, account);
    if (!known.some((passkey) => passkey.id === id)) throw new CodedError('not-found');
    if (known.length === 1 && !holder?.password) throw new CodedError('last-sign-in-method');
    await deletePasskey(transaction, account, id);
    await recordActivity(transaction, {
      account,
      action: 'passkey-removed',
      ip: addressOf(request),
      device: null,
      now: now(),
    });
  });
}

function viewOf({ id, name, stored }: Passkey): PasskeyView {
  return { id, name, added: stored };
}
