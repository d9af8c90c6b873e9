import assert from 'node:assert/strict';
import { ApiClient, linkNewDevice, type DeviceIdentity } from '@smseal/client';
import { ANNA, type EngineBrowser, type Stage } from './harness.ts';

/** Links a gateway of Anna's in this process: it shows digits, her browser takes them. */
export async function linkGateway(
  { system }: Stage,
  browser: EngineBrowser,
  name = 'rack-1',
): Promise<DeviceIdentity> {
  const shown = Promise.withResolvers<string>();
  const identity = linkNewDevice({
    api: new ApiClient({ origin: system.origin }),
    keyStore: {
      load: () => Promise.resolve(null),
      save: () => Promise.resolve(),
      clear: () => Promise.resolve(),
    },
    identifier: ANNA.email,
    platform: 'gateway',
    name,
    origin: 'agent',
    extractable: false,
    bell: () => undefined,
    show: (step) => {
      if (step.step === 'digits') shown.resolve(step.digits);
    },
    confirmed: () => Promise.resolve(true),
    signal: new AbortController().signal,
  });
  const isGateway = ({ platform }: { platform: string }) => platform === 'gateway';
  const links = await browser.until('links', (pending) => pending.some(isGateway));
  const link = links.find(isGateway)?.link ?? '';
  await browser.call('answerLink', link);
  await browser.until('links', (pending) => pending.some((one) => one.link === link && one.ready));
  assert.equal((await browser.call('submitDigits', link, await shown.promise)).ok, true);
  return identity;
}
