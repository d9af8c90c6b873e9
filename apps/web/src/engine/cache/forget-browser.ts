import { destroyDatabase } from './browser-database.ts';

/** Everything that this origin keeps for the engine goes, and is seen to be gone. */
export async function forgetBrowser(): Promise<void> {
  await destroyDatabase();
  for (const name of await caches.keys()) await caches.delete(name);
}
