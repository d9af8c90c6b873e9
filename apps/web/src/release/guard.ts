import { scriptAddress } from '../engine/script-address.ts';
import {
  RELEASE_CACHE,
  SERVICE_WORKER,
  type FromServiceWorker,
  type ReleaseState,
  type ToServiceWorker,
} from './worker-messages.ts';

/** A page that stays open looks for a newer release this often. */
const LOOK_MS = 60 * 60_000;

let latest: ReleaseState = { state: 'in-use' };
let isGuarded = false;
/** Until the page is loaded anew: what was forgotten is not begun again by the screen that says so. */
let isForgotten = false;
const listeners = new Set<() => void>();

/** How the release in use stands; the same object until that changes. */
export function releaseState(): ReleaseState {
  return latest;
}

/** Listens to it; the answer stops listening. */
export function onRelease(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * From now on this browser runs signed releases of the app only. Where a browser has no service workers, or keeps none in
 * a private window, the app works as before.
 */
export async function guardRelease(): Promise<void> {
  if (import.meta.env.DEV || isGuarded || isForgotten || !('serviceWorker' in navigator)) return;
  isGuarded = true;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromServiceWorker>) => {
    latest = data.release;
    for (const listener of listeners) listener();
  });
  try {
    await serviceWorker.register(scriptAddress(SERVICE_WORKER), { updateViaCache: 'none' });
  } catch {
    isGuarded = false;
    return;
  }
  const look = async () => {
    const { active } = await serviceWorker.ready;
    if (!isForgotten) tell(active, { type: 'look' });
  };
  await look();
  setInterval(() => void look(), LOOK_MS);
}

/** This browser is linked no longer: nothing of a release is kept. */
export async function forgetRelease(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  isGuarded = false;
  isForgotten = true;
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    tell(registration.active, { type: 'forget' });
    await registration.unregister();
  }
  // A worker that was still beginning has not heard of it.
  await caches.delete(RELEASE_CACHE);
}

function tell(worker: ServiceWorker | null, message: ToServiceWorker): void {
  worker?.postMessage(message, []);
}
