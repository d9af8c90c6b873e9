import { existsSync, readFileSync } from 'node:fs';

/** The vectors lie beside the checkout, not in it: they are Google's, Apache-2.0. */
const FOLDER = new URL('../../../../shared/data/wycheproof/', import.meta.url);

/** One file of Project Wycheproof's vectors as text, or null where there is none. */
export async function wycheproofFile(name: string): Promise<string | null> {
  const file = new URL(`${name}_test.json`, FOLDER);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
