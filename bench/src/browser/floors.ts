/** What the same Chromium needs for the bare work, without an inbox around it. */
import type { Page } from 'playwright-core';

/** Opens as many envelopes of the same sizes with AES-256-GCM alone. @returns ms. */
export function bareDecrypt(page: Page, sizes: readonly number[]): Promise<number> {
  return page.evaluate(async (octets) => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    /** Suite, key commitment, nonce and tag are no content. */
    const overhead = 1 + 32 + 12 + 16;
    const sealed = new Map<number, ArrayBuffer>();
    for (const size of new Set(octets))
      sealed.set(
        size,
        await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(size - overhead)),
      );
    const start = performance.now();
    for (let from = 0; from < octets.length; from += 500)
      await Promise.all(
        octets
          .slice(from, from + 500)
          .map((size) =>
            crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed.get(size) ?? new ArrayBuffer(0)),
          ),
      );
    return performance.now() - start;
  }, sizes);
}

/** Scans all texts for each query with `includes`. @returns ms of each. */
export function linearScan(
  page: Page,
  asked: { texts: readonly string[]; queries: readonly string[] },
): Promise<number[]> {
  return page.evaluate(({ texts, queries }) => {
    const folded = texts.map((text) => text.toLowerCase());
    return queries.map((query) => {
      const wanted = query.toLowerCase();
      const start = performance.now();
      folded.filter((text) => text.includes(wanted));
      return performance.now() - start;
    });
  }, asked);
}

/** @returns ms from the beginning of the navigation to the end of loading. */
export function loadOfThisPage(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return navigation?.duration ?? Number.NaN;
  });
}
