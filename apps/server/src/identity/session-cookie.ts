import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from '../security/session.ts';
import { SESSION_MS } from './session-life.ts';

const TOKEN_OCTETS = 32;
const COOKIE = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`);

/** A fresh session token: what the browser keeps, and the digest that we keep. */
export function newSessionToken(): { cookie: string; digest: Buffer } {
  const token = randomBytes(TOKEN_OCTETS);
  return { cookie: token.toString('base64url'), digest: digestOf(token) };
}

/** The digest of a request's session token; null without one. */
export function tokenDigest(request: FastifyRequest): Buffer | null {
  const token = COOKIE.exec(request.headers.cookie ?? '')?.[1];
  return token === undefined ? null : digestOf(Buffer.from(token, 'base64url'));
}

/** The token is random, so a fast digest without salt hides it (OWASP ASVS 7.2.3). */
function digestOf(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Hands the token out: no script reads it, no other site sends it, and over HTTPS it never leaves in clear. */
export function setSessionCookie(reply: FastifyReply, token: string, origin: string): void {
  void reply.header('set-cookie', cookie(token, SESSION_MS / 1000, origin));
}

export function clearSessionCookie(reply: FastifyReply, origin: string): void {
  void reply.header('set-cookie', cookie('', 0, origin));
}

function cookie(value: string, maxAge: number, origin: string): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
}
