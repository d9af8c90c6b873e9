import { RETENTION_RULES } from '@smseal/inventory';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, jsonOf } from '../site/site.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

/** What passes between the closing and the answer to the next sign-in, at the most, ms. */
const SLACK_MS = 10 * 60_000;

/**
 * Closes the account, tries its session and its device, signs in, and wakes it by asking for that. All of it is asked where
 * the account was signed up: its holder is told by text, which must cost nobody anything.
 */
export async function closedAccount(account: ThrowawayAccount): Promise<Outcome> {
  const { email } = account;
  const site = account.observed.door;
  const { identity } = await account.device();
  const asDevice = async (): Promise<[number, unknown]> => {
    const headers = { authorization: `Bearer ${identity.token}` };
    const answer = await ask(site, { path: '/v1/devices', headers });
    return [answer.status, jsonOf(answer)?.['code']];
  };
  const close = (typed: string) =>
    account.askAtDoor({ method: 'POST', path: '/v1/account/close', body: JSON.stringify({ email: typed }) });
  const faults: string[] = [];
  if ((await close('somebody.else@mail.example')).status < 400)
    faults.push('it closes without the holder’s own address typed');
  const { cookie } = account;
  const closed = await close(email);
  if (closed.status !== 204) return red(`closing is answered with ${closed.status}`);
  // The answer takes the cookie away, and whoever had copied it would still have it.
  if ((await ask(site, { path: '/v1/session', headers: { cookie } })).status !== 401)
    faults.push('a session lives on');
  const [status, code] = await asDevice();
  if (status < 400 || code !== 'account-closed') faults.push(`a device is answered with ${status}`);
  const session = await account.signIn();
  const left = Date.parse(String(jsonOf(session)?.['closedUntil'])) - Date.now();
  const promised = RETENTION_RULES['closure-90d'].ms;
  if (!(left <= promised && left > promised - SLACK_MS))
    faults.push('it does not say until when it can be woken');
  if ((await account.askAtDoor({ path: '/v1/account' })).status !== 403)
    faults.push('signing in alone opens it');
  if ((await asDevice())[0] < 400) faults.push('signing in alone lets its devices in');
  const woken = await account.askAtDoor({ method: 'POST', path: '/v1/account/wake' });
  if (woken.status !== 200) return red(`waking is answered with ${woken.status}`);
  if ((await account.askAtDoor({ path: '/v1/account' })).status !== 200)
    faults.push('the holder is not let in again');
  if ((await asDevice())[0] !== 200) faults.push('its devices are not let in again');
  return verdict(faults, 'closed, it lets nobody in; signed in and woken, everything is as before');
}
