import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { ask } from '../site/site.ts';

/** Deletes the account as its holder, and tries everything that opened it before. */
export async function eraseAccount(account: ThrowawayAccount): Promise<Outcome> {
  const { site, email, password } = account;
  const { identity } = await account.device();
  const bearer = { authorization: `Bearer ${identity.token}` };
  const opensOfDevice = async (): Promise<string[]> => {
    const opens: string[] = [];
    for (const path of ['/v1/devices', '/v1/records?kind=contact'])
      if ((await ask(site, { path, headers: bearer })).status !== 401) opens.push(path);
    return opens;
  };
  // A server may remember whom it has just believed.
  if ((await opensOfDevice()).length === 0) return unproved('the device opens nothing even before');
  const wrong = await account.delete('somebody.else@mail.example');
  if (wrong.status < 400) return red('it goes without the holder’s own address typed');
  const gone = await account.delete();
  if (gone.status !== 200) return red(`the deletion is answered with ${gone.status}`);
  const faults: string[] = [];
  for (const path of ['/v1/session', '/v1/account', '/v1/account/export'])
    if ((await account.ask({ path })).status !== 401) faults.push(`the session still opens ${path}`);
  for (const path of await opensOfDevice()) faults.push(`the device still opens ${path}`);
  const signIn = await ask(site, {
    method: 'POST',
    path: '/v1/sign-in/password',
    headers: { 'content-type': 'application/json', origin: site.origin },
    body: JSON.stringify({ identifier: email, password }),
  });
  if (signIn.status < 400) faults.push('the password still signs in');
  return verdict(
    faults,
    'one request by the holder, and neither session, device nor password opens anything',
  );
}
