import { randomBytes } from 'node:crypto';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

type Detail = 'email' | 'mobile';

/**
 * Changes the account's e-mail address, and its number where there is another one, and looks where the new value is seen.
 * The number goes back to what it was: whoever removes what a run has left knows the account by it.
 */
export async function changedDetails(account: ThrowawayAccount): Promise<Outcome> {
  const faults: string[] = [];
  await account.signIn();
  const { spare, mobile } = account;
  if (spare !== undefined) {
    faults.push(...(await refusedWithoutDevice(account, spare.mobile)));
    faults.push(...(await change(account, 'mobile', { value: spare.mobile, code: () => spare.code(0) })));
    faults.push(...(await change(account, 'mobile', { value: mobile, code: () => account.nextCode() })));
  }
  const email = `probe-${randomBytes(9).toString('hex')}@verify.example`;
  faults.push(...(await change(account, 'email', { value: email, code: () => account.nextCode() })));
  account.email = email;
  if ((await account.signIn()).status !== 200) faults.push('the new address does not sign in');
  const both = spare === undefined ? 'the address was' : 'address and number were';
  return verdict(faults, `${both} changed by code, and everything shows the new`);
}

/** A session alone must not take the number away. */
async function refusedWithoutDevice(account: ThrowawayAccount, mobile: string): Promise<string[]> {
  const asked = { method: 'POST', path: '/v1/account/mobile', body: JSON.stringify({ mobile }) };
  const { status } = await account.askAtDoor(asked);
  return status === 403 ? [] : [`without a device a new number is answered with ${status}`];
}

async function change(
  account: ThrowawayAccount,
  what: Detail,
  { value, code }: { value: string; code: () => Promise<string> },
): Promise<string[]> {
  const path = `/v1/account/${what}`;
  const { identity } = await account.device();
  const headers = what === 'mobile' ? { authorization: `Bearer ${identity.token}` } : {};
  const asked = await account.askAtDoor({
    method: 'POST',
    path,
    headers,
    body: JSON.stringify({ [what]: value }),
  });
  if (asked.status !== 202) return [`a new ${what} is answered with ${asked.status}`];
  const shown = async () => (await account.askAtDoor({ path: '/v1/session' })).json?.[what];
  const faults = (await shown()) === value ? [`the ${what} is changed before its code`] : [];
  const given = await code();
  const confirm = (digits: string) =>
    account.askAtDoor({ method: 'POST', path: `${path}/confirm`, body: JSON.stringify({ code: digits }) });
  const wrong = String((Number(given) + 1) % 1_000_000).padStart(6, '0');
  if ((await confirm(wrong)).status !== 401) faults.push(`another code changes the ${what}`);
  if ((await confirm(given)).status !== 200) return [...faults, `the code does not change the ${what}`];
  if ((await shown()) !== value) faults.push(`the new ${what} is not shown`);
  const exported = (await account.ask({ path: '/v1/account/export' })).text;
  if (!exported.includes(value)) faults.push(`the new ${what} is not in the export`);
  return faults;
}
