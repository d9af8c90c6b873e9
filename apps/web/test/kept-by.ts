import type { Page } from 'playwright-core';

/** Everything that the origin keeps in a browser, by name. */
export function keptBy(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const kept = (await indexedDB.databases()).map(({ name }) => `database ${name}`);
    for (const name of await caches.keys()) kept.push(`cache ${name}`);
    for await (const name of (await navigator.storage.getDirectory()).keys()) kept.push(`file ${name}`);
    for (const choice of [...Object.keys(localStorage), ...Object.keys(sessionStorage)])
      kept.push(`choice ${choice}`);
    for (const { scope } of await navigator.serviceWorker.getRegistrations()) kept.push(`worker ${scope}`);
    return kept;
  });
}
