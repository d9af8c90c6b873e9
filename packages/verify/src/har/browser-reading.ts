import { findingsOf, INVENTORY } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

/** A public page in a browser in which nobody has ever been. */
export interface Visit {
  page: string;
  /** What the visitor says about being followed. */
  state: string;
  /** Names of what was kept, cookies included. */
  held: readonly string[];
  /** Addresses that were asked for. */
  asked: readonly string[];
}

/** What a real browser was seen to keep and to ask. */
export interface BrowserReading {
  origin: string;
  /** What it kept while it was in use: of each moment the answer to {@link HELD_IN_BROWSER}, all together. */
  held: readonly string[];
  /** Names of its cookies. */
  cookies: readonly string[];
  /** What it kept after another device had removed it. */
  heldAfterRemoval: readonly string[];
  /** Addresses that it asked for, of any page. */
  asked: readonly string[];
  /** Each public page by itself, before anybody was signed in. */
  visits?: readonly Visit[];
}

/**
 * An expression for the page's own console: names of everything that the page's origin keeps, as the inventory writes
 * them. A store of a database counts when something is in it.
 */
export const HELD_IN_BROWSER = `(async () => {
  const held = [...Object.keys(localStorage), ...Object.keys(sessionStorage).map((key) => 'session:' + key)];
  const answered = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await answered(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      if (await answered(database.transaction(store).objectStore(store).count()) > 0) held.push(name + '/' + store);
    database.close();
  }
  for (const name of await caches.keys()) held.push('cache:' + name);
  for (const { scope } of await navigator.serviceWorker.getRegistrations()) held.push('worker:' + scope);
  return held;
})()`;

/** What a linked browser keeps, against the inventory, both ways. */
export function browserStorage({ held, cookies }: BrowserReading): Outcome {
  const storage = findingsOf(INVENTORY, 'browser-storage', held);
  const jar = findingsOf(INVENTORY, 'cookie', cookies);
  const faults = [
    ...[...storage.unlisted, ...jar.unlisted].map((name) => `${name} is kept and not listed`),
    ...[...storage.missing, ...jar.missing].map((name) => `${name} is listed and not kept`),
  ];
  return verdict(faults, `${new Set([...held, ...cookies]).size} things are kept, all listed`);
}

/** Whom the browser asked. */
export function browserRequests({ origin, asked }: BrowserReading): Outcome {
  const { host } = new URL(origin);
  const others = asked.filter((address) => {
    const url = new URL(address);
    return url.protocol !== 'blob:' && url.protocol !== 'data:' && url.host !== host;
  });
  if (asked.length === 0) return verdict(['nothing was asked at all'], '');
  return verdict(
    [...new Set(others)].map((address) => `${address} was asked`),
    `${asked.length} requests, all to ${host}`,
  );
}

/** What a visitor's browser keeps and asks, page by page: nothing, and nobody else, whatever the visitor says. */
export function browserVisits({ origin, visits = [] }: BrowserReading): Outcome {
  if (visits.length === 0) return unproved('no page was visited');
  const { host } = new URL(origin);
  const faults = visits.flatMap(({ page, state, held, asked }) => [
    ...held.map((name) => `${page} keeps ${name} (${state})`),
    ...asked
      .filter((address) => /^(https?|wss?):/.test(address) && new URL(address).host !== host)
      .map((address) => `${page} asks ${address} (${state})`),
  ]);
  const states = new Set(visits.map(({ state }) => state));
  return verdict(
    faults,
    `${visits.length / states.size} pages, visited with ${[...states].join(' and with ')}, keep nothing`,
  );
}

/** What is left after a removal. */
export function browserEmptied({ heldAfterRemoval }: BrowserReading): Outcome {
  return verdict(
    heldAfterRemoval.map((name) => `${name} is still there`),
    'nothing is left',
  );
}
