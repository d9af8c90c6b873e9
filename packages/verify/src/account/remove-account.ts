import { ask, jsonOf, type Answer, type Site } from '../site/site.ts';
import type { Credentials } from './credentials.ts';

/** Where the account may be, and how a code to its number is read. */
export interface RemovalGiven {
  door: Site;
  /** Resolves with the code that comes after those of before; rejects where none comes. */
  code: () => Promise<string>;
}

/**
 * Deletes the account of a run, if there is one: a run that was cut off may have left it with its password or without.
 * @returns whether there is none any more.
 */
export async function removeAccount(
  credentials: Credentials,
  { door, code }: RemovalGiven,
): Promise<boolean> {
  const { email, mobile, password } = credentials;
  const post = (path: string, body: object): Promise<Answer> =>
    ask(door, {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', origin: door.origin },
      body: JSON.stringify(body),
    });
  let signedIn = await post('/v1/sign-in/password', { identifier: email, password });
  // A run may have been cut off after it changed the address.
  if (signedIn.status !== 200)
    signedIn = await post('/v1/sign-in/password', { identifier: mobile, password });
  if (signedIn.status !== 200) {
    const asked = await post('/v1/forgot-password', { identifier: email });
    if (asked.status >= 300) return false;
    const came = await code().catch(() => null);
    // No code comes where there is no account.
    if (came === null) return true;
    signedIn = await post('/v1/forgot-password/confirm', { identifier: email, code: came, password });
    if (signedIn.status !== 200) return false;
  }
  const gone = await ask(door, {
    method: 'DELETE',
    path: '/v1/account',
    headers: {
      'content-type': 'application/json',
      origin: door.origin,
      cookie: signedIn.cookies.at(-1)?.split(';', 1)[0] ?? '',
    },
    body: JSON.stringify({ email: jsonOf(signedIn)?.['email'] }),
  });
  return gone.status < 300;
}
