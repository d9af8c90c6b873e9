import { destroyDatabase, STORES, storesLeft } from './browser-database.ts';

/** Everything that this origin keeps for the engine goes, and is seen to be gone. */
export async function forgetBrowser(): Promise<void> {
  await destroyDatabase();
  for (const name of await caches.keys()) await caches.delete(name);
}

/** What of it this origin still keeps, by name, and in how many places was looked: each store, and the caches. */
export async function lookInBrowser(): Promise<{ sought: number; found: string[] }> {
  const found = [...(await storesLeft()), ...(await caches.keys())];
  return { sought: STORES.length + 1, found };
}
