import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** What no program needs. */
const LEFT_OUT = new Set(['.git', '.cache', 'screenshots']);
/** What tools write over in place; everything else is only read. */
const BUILT = 'dist';

/**
 * A checkout that can be changed without the original's noticing: its sources by hard links, what was built copied, and
 * what is installed by symbolic links, so that only our own rooms are the copy's.
 */
export function copyCheckout(from: string, to: string): void {
  copyFolder(from, to, 'link');
}

type How = 'link' | 'copy';

function copyFolder(from: string, to: string, how: How): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (LEFT_OUT.has(entry.name)) continue;
    if (entry.name === 'node_modules') linkInstalled(source, target);
    else if (entry.isDirectory()) copyFolder(source, target, entry.name === BUILT ? 'copy' : how);
    else if (entry.isFile()) copyFile(source, target, how);
  }
}

function copyFile(from: string, to: string, how: How): void {
  if (how === 'copy') copyFileSync(from, to);
  else {
    try {
      linkSync(from, to);
    } catch {
      // It lies on another disk, or links are not to be had here.
      copyFileSync(from, to);
    }
  }
}

/** Packages of others stay where they are. A link to a room of ours is relative, and so leads into the copy. */
function linkInstalled(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.name.startsWith('.')) continue;
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name.startsWith('@')) linkInstalled(source, target);
    else symlinkSync(source, target, 'dir');
  }
}
