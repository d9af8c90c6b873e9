import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Builds the web app when its sources have changed since the last build; the tool itself knows. Throws an Error with the
 * tool's last words when that fails.
 */
export async function buildWebApp(root: string, step: (sentence: string) => void): Promise<void> {
  const built = existsSync(path.join(root, 'apps/web/dist/index.html'));
  const child = spawn(process.execPath, [path.join(root, 'tools/src/build-web.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (!built) step('Building the web app (once, some ten seconds)…');
  let words = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4000)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The web app could not be built: ${words.trim() || `exit code ${code}`}`);
}
