import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

/** What Lighthouse says of a page, as a phone of the middle class on a slow network sees it. */
export interface Audit {
  /** Of 100. */
  scores: Record<Category, number>;
  /** All that went over the wire, in kB. */
  weight: number;
  /** Ids of audits that were not passed whole. */
  faults: Record<Category, string[]>;
}

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof CATEGORIES)[number];
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run';

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; numericValue?: number }>;
}

/** Runs the real Lighthouse in the system's Chromium. @throws Error where one of them is not there or gives no answer. */
export async function audit(url: string, folder: string): Promise<Audit> {
  const manifest = createRequire(import.meta.url).resolve('lighthouse/package.json');
  const file = path.join(folder, 'report.json');
  const only = `--only-categories=${CATEGORIES.join(',')}`;
  const args = [url, only, '--output=json', `--output-path=${file}`, '--quiet', `--chrome-flags=${FLAGS}`];
  const env = { ...process.env, CHROME_PATH: CHROMIUM };
  await promisify(execFile)(
    process.execPath,
    [path.join(path.dirname(manifest), 'cli/index.js'), ...args, '--no-enable-error-reporting'],
    { env },
  );
  const { categories, audits } = JSON.parse(await readFile(file, 'utf8')) as Report;
  await rm(file);
  const scoreOf = (name: Category) => Math.round((categories[name]?.score ?? 0) * 100);
  const faultsOf = (name: Category) =>
    (categories[name]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
      .map(({ id }) => id);
  return {
    scores: ofEach(scoreOf),
    weight: (audits['total-byte-weight']?.numericValue ?? Number.NaN) / 1000,
    faults: ofEach(faultsOf),
  };
}

function ofEach<T>(of: (category: Category) => T): Record<Category, T> {
  return Object.fromEntries(CATEGORIES.map((name) => [name, of(name)])) as Record<Category, T>;
}
