import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compressFiles } from './compress-files.ts';
import { ROOT } from './rooms.ts';

export interface Build {
  /** What is built, in one word. */
  name: string;
  /** Where it goes, from the root. */
  folder: string;
  /** Globs of everything that goes into it, from the root. */
  inputs: readonly string[];
  /** Writes the folder anew. @throws Error with the tool's words. */
  build: (folder: string) => void;
}

/** Builds when anything that goes into it has changed since the last time, or when it is `forced`. @returns one line to say. */
export function buildWhenStale({ name, folder, inputs, build }: Build, forced: boolean): string {
  const target = path.join(ROOT, folder);
  // Digest of the sources of the build that lies there.
  const mark = path.join(target, '.sources');
  const digest = digestOf(inputs);
  if (!forced && existsSync(mark) && readFileSync(mark, 'utf8') === digest) return `${name}: fresh`;
  build(target);
  const count = compressFiles(target);
  writeFileSync(mark, digest);
  return `${name}: built, ${count} files compressed`;
}

function digestOf(inputs: readonly string[]): string {
  const files = globSync([...inputs], { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  if (files.length < 10) throw new Error('The sources were not found.');
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${path.relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}
