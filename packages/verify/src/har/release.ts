import { createHash } from 'node:crypto';
import { RELEASE_PATH, VARYING_PAGES, type ReleaseBody } from '@smseal/protocol';
import { openRelease, releaseDigest, SealError } from '@smseal/seal';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { crawl } from '../site/crawl.ts';
import { ask, jsonOf, type Site } from '../site/site.ts';

/** Everything that is served, against the release that its publisher has signed: each file of it, and each page that is found. */
export async function release(site: Site): Promise<Outcome> {
  const signed = jsonOf(await ask(site, { path: RELEASE_PATH }));
  if (signed === null) return red(`${RELEASE_PATH} is not there`);
  let body: ReleaseBody;
  try {
    body = await openRelease(signed);
  } catch (error) {
    if (error instanceof SealError) return red(`${RELEASE_PATH} is no signed release: ${error.message}`);
    throw error;
  }
  const named = [...Object.entries(body.app), ...Object.entries(body.site)];
  const faults = await Promise.all(
    named.map(async ([path, hash]) => {
      const { status, octets } = await ask(site, { path });
      return status === 200 && hashOf(octets) === hash ? [] : [`${path} is not as it was signed`];
    }),
  );
  const found = await unsigned(site, new Set(named.map(([, hash]) => hash)));
  const digest = await releaseDigest(body);
  return verdict(
    [...faults.flat(), ...found],
    `${named.length} files of ${body.version} as signed on ${body.issued.slice(0, 10)}; release ${digest}, publisher ${String(signed['key'])}`,
  );
}

/** Pages and files that a visitor meets and no release names. */
async function unsigned(site: Site, hashes: ReadonlySet<string>): Promise<string[]> {
  const met = new Map<string, string>();
  for (const { path, answer, files } of await crawl(site)) {
    if (answer.status === 200 && !VARYING_PAGES.includes(path)) met.set(path, hashOf(answer.octets));
    for (const file of files) met.set(file.path, hashOf(file.answer.octets));
  }
  return [...met].filter(([, hash]) => !hashes.has(hash)).map(([path]) => `${path} is in no release`);
}

function hashOf(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('base64url');
}
