/**
 * Builds apps/web and apps/site when anything that goes into them has changed since the last build (`--force` builds
 * anyway), only those that are named where any is (`node tools/src/build.ts site`), and signs what is there as a release.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildWhenStale, type Build } from './build-when-stale.ts';
import { writeRelease } from './release.ts';
import { ROOT } from './rooms.ts';

const WEB = path.join(ROOT, 'apps/web');
const TOKENS = 'apps/web/src/design/tokens.css';
const TOOLS = 'tools/src/{build,build-when-stale,compress-files}.ts';

const BUILDS: readonly Build[] = [
  {
    name: 'web',
    folder: 'apps/web/dist',
    inputs: [
      'package-lock.json',
      TOOLS,
      'apps/web/*.{html,ts,json}',
      'apps/web/{src,public}/**/*',
      'packages/{client,seal,protocol,inventory,policy,sms}/{package.json,src/**/*}',
    ],
    build: () => {
      const manifest = createRequire(path.join(WEB, 'package.json')).resolve('vite/package.json');
      const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { vite: string } };
      const vite = path.join(path.dirname(manifest), bin.vite);
      run(vite, 'build', '--logLevel', 'warn');
      run(vite, 'build', '--logLevel', 'warn', '--config', 'service-worker.vite.config.ts');
    },
  },
  {
    name: 'site',
    folder: 'apps/site/dist',
    inputs: [
      TOOLS,
      TOKENS,
      'apps/site/src/**/*',
      'packages/{inventory,policy}/{src,versions}/**/*',
      'docs/{start,how-to,explain}/*.md',
    ],
    build: (folder) =>
      run(path.join(ROOT, 'apps/site/src/main.ts'), folder, path.join(ROOT, TOKENS), path.join(ROOT, 'docs')),
  },
];

function run(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: WEB,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
}

const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));

try {
  for (const build of BUILDS.filter(({ name }) => named.length === 0 || named.includes(name)))
    console.log(buildWhenStale(build, process.argv.includes('--force')));
  console.log(await writeRelease(process.env['SMSEAL_RELEASE_KEY']));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
