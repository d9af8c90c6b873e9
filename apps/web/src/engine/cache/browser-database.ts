/** The browser's own database (IndexedDB) of this origin: the only place where the engine keeps anything. */

const NAME = 'smseal';

/**
 * `vault`: keys that cannot be exported, the sealed token, what is known of the chain and of gateways, counters.
 * `unposted`: sealed texts that the server has not taken yet.
 * `page`, `log`: the cache, sealed. `place`: how far the cache reaches.
 * `erasure`: what this device has ordered to be erased, as ids, and the certificates.
 */
export const STORES = ['vault', 'unposted', 'page', 'log', 'place', 'erasure'] as const;
export type StoreName = (typeof STORES)[number];

/** Opens the database, making it on first use. */
export async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, 2);
  opening.addEventListener('upgradeneeded', () => {
    const known = opening.result.objectStoreNames;
    for (const store of STORES) if (!known.contains(store)) opening.result.createObjectStore(store);
  });
  return answered(opening);
}

/** Deletes the database and proves that it is gone. */
export async function destroyDatabase(): Promise<void> {
  await answered(indexedDB.deleteDatabase(NAME));
  if ((await storesLeft()).length > 0) throw new Error('the browser kept its database');
}

/** The stores that this origin still has: all of them for as long as there is the database. */
export async function storesLeft(): Promise<readonly StoreName[]> {
  const left = await indexedDB.databases();
  return left.some(({ name }) => name === NAME) ? STORES : [];
}

/** The result of a request. */
export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(request.error ?? new Error('the browser’s database failed')),
    );
  });
}

/** Runs `work` in one transaction: all of it is kept, or none. */
export function inTransaction(
  database: IDBDatabase,
  stores: readonly StoreName[],
  work: (transaction: IDBTransaction) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, 'readwrite');
    const failed = () => reject(transaction.error ?? new Error('the browser’s database failed'));
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', failed);
    transaction.addEventListener('error', failed);
    work(transaction);
  });
}

/** One value of a store; undefined when there is none. */
export async function readValue<T>(
  database: IDBDatabase,
  store: StoreName,
  key: IDBValidKey,
): Promise<T | undefined> {
  const value: unknown = await answered(database.transaction(store).objectStore(store).get(key));
  return value as T | undefined;
}
