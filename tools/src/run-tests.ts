/**
 * Runs the tests with node:test and nothing else to set up: `npm test`, `npm test -- packages/seal`, `npm run soak`.
 * Files run two at a time; soak files (`*.soak.ts`) run one at a time and only with `--soak`.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { ROOT } from './rooms.ts';

const args = process.argv.slice(2);
const soak = args.includes('--soak');
const LIMIT_MS = (soak ? 150 : 20) * 60_000;
const only = args.filter((arg) => !arg.startsWith('--'));
const pattern = soak ? 'soak' : 'test';
const files = globSync(
  [
    `packages/*/test/**/*.${pattern}.{ts,tsx}`,
    `apps/*/test/**/*.${pattern}.{ts,tsx}`,
    `{e2e,tools,bench}/**/*.${pattern}.{ts,tsx}`,
  ],
  {
    cwd: ROOT,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  },
)
  .filter((file) => only.length === 0 || only.some((prefix) => file.startsWith(prefix)))
  .sort();
if (files.length === 0) {
  console.error('no test file matches');
  process.exit(1);
}
// Stories open the built web app, as users do.
execFileSync(process.execPath, ['tools/src/build.ts'], { cwd: ROOT, stdio: 'inherit' });
const child = spawn(
  process.execPath,
  [
    '--test',
    `--test-concurrency=${soak ? 1 : 2}`,
    `--test-timeout=${soak ? 3_600_000 : 900_000}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    ...files,
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
// A file that keeps its process alive is never ended by the time limit of its tests.
const watchdog = setTimeout(() => {
  console.error(`not done after ${LIMIT_MS / 60_000} min; still running:`);
  spawnSync('ps', ['-o', 'etime=,args=', '--ppid', String(child.pid)], { stdio: 'inherit' });
  child.kill();
}, LIMIT_MS);
child.on('close', (code) => {
  clearTimeout(watchdog);
  process.exitCode = code ?? 1;
});
