/** The service worker's address; its scope is the whole origin. */
export const SERVICE_WORKER = '/service-worker.js';

/** From a page to the service worker. */
export type ToServiceWorker =
  /** This browser is linked: look for a newer release. */
  | { type: 'look' }
  /** This browser is linked no longer: keep nothing. */
  | { type: 'forget' };

/** How the release in use stands. */
export type ReleaseState =
  | { state: 'in-use' }
  /** A newer one is there and is in use from the next page on. */
  | { state: 'newer' }
  /** What the service offers is not taken; the one that is here goes on. */
  | { state: 'refused'; reason: 'unsigned' | 'other-publisher' | 'older' };

/** From the service worker to its pages. */
export interface FromServiceWorker {
  type: 'release';
  release: ReleaseState;
}

/** Everything that the service worker keeps lies here: files by their hash, and the releases that name them. */
export const RELEASE_CACHE = 'smseal-release';
