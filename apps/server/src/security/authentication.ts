import { CodedError, type Capability, type Id } from '@smseal/protocol';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../deps.ts';
import type { LiveDevice } from '../device/device-tokens.ts';
import { checkOrigin } from './origin.ts';
import { addressPrefix } from './rate-limit.ts';
import type { Session } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link needDevice}. */
    device: LiveDevice | null;
    /** Set by {@link needSession}. */
    session: Session | null;
  }
}

type Hook = (request: FastifyRequest) => Promise<void>;

/**
 * `onRequest` hook: the request carries the token of a live device that has `capability`, if one is named.
 * It runs before the body is read. @throws CodedError `unauthenticated`, `account-closed`, `forbidden`, `rate-limited`
 */
export function needDevice(deps: Deps, capability?: Capability): Hook {
  return async (request) => {
    request.device = await deviceFrom(request, deps);
    if (!request.device) throw new CodedError('unauthenticated');
    if (capability) needCapability(request.device, capability);
  };
}

/** @throws CodedError `forbidden` naming the capability that is missing. */
export function needCapability(device: LiveDevice, capability: Capability): void {
  if (!device.can.includes(capability)) throw new CodedError('forbidden', { needs: capability });
}

/** Which sessions pass besides those of an open account that has a way to sign in. */
interface SessionOptions {
  /** Those that still live on a one-time password. */
  beforeSignInMethod?: boolean;
  /** Those of a closed account. */
  whileClosed?: boolean;
}

/**
 * `onRequest` hook: the request carries a session cookie and, where it changes something, comes from our own origin.
 * @throws CodedError `unauthenticated`, `foreign-origin`, `account-closed`, `sign-in-method-needed`
 */
export function needSession(deps: Deps, options: SessionOptions = {}): Hook {
  return async (request) => {
    request.session = await sessionFrom(request, deps);
    if (!request.session) throw new CodedError('unauthenticated');
    if (request.session.closed && !options.whileClosed) throw new CodedError('account-closed');
    if (!request.session.hasSignInMethod && !options.beforeSignInMethod)
      throw new CodedError('sign-in-method-needed');
  };
}

/** `onRequest` hook: a device's token or, without one, a session. */
export function needDeviceOrSession(deps: Deps): Hook {
  const session = needSession(deps);
  return async (request) => {
    request.device = await deviceFrom(request, deps);
    if (!request.device) await session(request);
  };
}

/** The device of a request that passed {@link needDevice}. */
export function deviceOf(request: FastifyRequest): LiveDevice {
  if (!request.device) throw new CodedError('unauthenticated');
  return request.device;
}

/** The session of a request that passed {@link needSession}. */
export function sessionOf(request: FastifyRequest): Session {
  if (!request.session) throw new CodedError('unauthenticated');
  return request.session;
}

/** The account of a request that passed either. */
export function accountOf(request: FastifyRequest): Id {
  return request.device?.account ?? sessionOf(request).account;
}

/** Null without a bearer token. @throws CodedError `unauthenticated` for a token that is not alive, `account-closed`. */
export async function deviceFrom(request: FastifyRequest, deps: Deps): Promise<LiveDevice | null> {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(authorization)?.[1];
  const device = token && (await deps.tokens.authenticate(token));
  const now = deps.now().getTime();
  if (device) {
    deps.limits.device.take(`${device.account} ${device.id}`, now);
    return device;
  }
  deps.limits.deadToken.take(addressPrefix(request.ip), now);
  throw new CodedError('unauthenticated');
}

/** Null without a live session. @throws CodedError `foreign-origin` */
export async function sessionFrom(request: FastifyRequest, deps: Deps): Promise<Session | null> {
  const session = await deps.sessions.read(request);
  if (session) checkOrigin(request, deps.configuration.origin);
  return session;
}
