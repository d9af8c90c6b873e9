// oxlint-disable-next-line import/default -- Vite makes the address
import engineAddress from './worker.ts?worker&url';
import { SERVICE_WORKER } from '../release/worker-messages.ts';

/** The part of the Trusted Types API that is used here; what it makes stands where an address is asked for. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('smseal', {
  createScriptURL: (url) => {
    if (url !== engineAddress && url !== SERVICE_WORKER) throw new TypeError('not a script of the app’s own');
    return url;
  },
});

/** The page's policy lets nothing but the engine's script and the service worker be run from an address. */
export function scriptAddress(url: string): string {
  return policy ? policy.createScriptURL(url) : url;
}
