import { spawn } from 'node:child_process';
import path from 'node:path';

/** Finding out that nothing has changed takes less than this. */
const FRESH_MS = 1_000;

/**
 * Builds the web app when its sources have changed since the last build; the tool itself knows. Throws an Error with the
 * tool's last words when that fails.
 */
export async function buildWebApp(root: string, step: (sentence: string) => void): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, 'tools/src/build.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const saying = setTimeout(() => step('Building the web app, this once…'), FRESH_MS);
  let words = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4000)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(saying);
  if (code !== 0) throw new Error(`The web app could not be built: ${words.trim() || `exit code ${code}`}`);
}
