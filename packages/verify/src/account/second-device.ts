import {
  linkNewDevice,
  listLinks,
  Membership,
  refuseLink,
  TrustedLink,
  type ApiClient,
  type DeviceIdentity,
} from '@smseal/client';
import { CodedError } from '@smseal/protocol';
import { waitFor } from '../stage/wait-for.ts';
import { membershipInMemory } from './memory.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

/** Another device of a throw-away account. */
export interface SecondDevice {
  identity: DeviceIdentity;
  membership: Membership;
  api: ApiClient;
}

const LINK_MS = 60_000;

/**
 * Links one as people do, with the six digits that it shows: a phone, which delivers what browsers send. A link that is under
 * way already, as when an answer was lost and the question was asked again, is refused first.
 */
export async function linkSecondDevice(account: ThrowawayAccount): Promise<SecondDevice> {
  try {
    return await link(account);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'link-busy') throw error;
    await refusePending(account);
    return link(account);
  }
}

async function link(account: ThrowawayAccount): Promise<SecondDevice> {
  const shown = Promise.withResolvers<string>();
  const signal = AbortSignal.timeout(LINK_MS);
  let token: string | null = null;
  const api = account.api(() => token, { asPerson: false });
  const linking = linkNewDevice({
    api,
    keyStore: {
      load: () => Promise.resolve(null),
      save: () => Promise.resolve(),
      clear: () => Promise.resolve(),
    },
    platform: 'phone',
    name: 'Second probe',
    origin: 'agent',
    identifier: account.email,
    extractable: true,
    bell: () => undefined,
    show: (step) => {
      if (step.step === 'digits') shown.resolve(step.digits);
    },
    confirmed: () => Promise.resolve(true),
    signal,
  });
  const [identity] = await Promise.all([linking, admitWaiting(account, () => shown.promise)]);
  token = identity.token;
  const membership = await Membership.open({
    api,
    identity,
    bell: () => undefined,
    store: membershipInMemory(),
  });
  return { identity, membership, api };
}

/** Ends what asks to be linked and is not wanted any more: an account has one link under way at a time. */
export async function refusePending(account: ThrowawayAccount): Promise<void> {
  const { api } = await account.device();
  for (const { link } of (await listLinks(api)).links) await refuseLink(api, link);
}

/** Answers the device that asks to be linked, and types the digits that it shows. */
export async function admitWaiting(
  account: ThrowawayAccount,
  digits: () => Promise<string>,
): Promise<string> {
  const { api, membership } = await account.device();
  const pending = await waitFor('a device that asks to be linked', async () =>
    (await listLinks(api)).links.find(({ state }) => state === 'waiting'),
  );
  const link = await TrustedLink.answer({ api, membership, bell: () => undefined }, pending);
  const { device } = await link.ready();
  const { ok } = await link.submit(await digits());
  if (!ok) throw new Error('the digits of a device were refused');
  return device.id;
}
