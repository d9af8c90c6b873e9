import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout that these tools are in. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

export type Runtime = 'pure' | 'portable' | 'node' | 'dom';

export interface Room {
  /** `packages/seal` */
  dir: string;
  /** `@smseal/seal` */
  name: string;
  runtime: Runtime;
  description: string;
  dependencies: string[];
  devDependencies: string[];
}

interface Manifest {
  name: string;
  description?: string;
  smseal?: { runtime?: Runtime };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Reads every room's package.json. */
export function readRooms(root = ROOT): Room[] {
  return globSync(['packages/*/package.json', 'apps/*/package.json', '{e2e,bench,tools}/package.json'], {
    cwd: root,
  })
    .sort()
    .map((file) => {
      const manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
      return {
        dir: path.dirname(file),
        name: manifest.name,
        runtime: manifest.smseal?.runtime ?? 'node',
        description: manifest.description ?? '',
        dependencies: Object.keys(manifest.dependencies ?? {}),
        devDependencies: Object.keys(manifest.devDependencies ?? {}),
      };
    });
}

/** TypeScript sources below a folder, without what is built or installed. */
export function sources(dir: string, root = ROOT): string[] {
  if (!existsSync(path.join(root, dir))) return [];
  return globSync(`${dir}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  }).sort();
}
