import { globSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Mutation } from './mutation.ts';

const FOLDER = fileURLToPath(new URL('mutations/', import.meta.url));

/** A mutation, by the file that it is in: `family/what-it-does`. */
export interface NamedMutation extends Mutation {
  name: string;
}

/** Every mutation there is, by name. One is added by adding its file. @throws Error for a file without one. */
export async function readMutations(): Promise<NamedMutation[]> {
  const files = globSync('*/*.ts', { cwd: FOLDER }).sort();
  return Promise.all(
    files.map(async (file) => {
      const { MUTATION } = (await import(pathToFileURL(FOLDER + file).href)) as { MUTATION?: Mutation };
      if (MUTATION === undefined) throw new Error(`${file} exports no MUTATION.`);
      return { name: file.replaceAll('\\', '/').replace(/\.ts$/, ''), ...MUTATION };
    }),
  );
}
