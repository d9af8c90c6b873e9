import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const ENTRY = 'virtual:seal-tests';

/** What a browser gets in place of what only Node has. */
const STAND_INS: Record<string, string> = {
  'node:test': here('./node-test.ts'),
  'node:assert/strict': here('./node-assert.ts'),
  './wycheproof-file.ts': here('./wycheproof-file.ts'),
};

/** Every test of the room but the one that starts a browser, as one script that leaves its outcomes in `sealOutcomes`. */
function entry(): string {
  const files = readdirSync(here('..')).filter(
    (file) => file.endsWith('.test.ts') && file !== 'browser.test.ts',
  );
  const imports = files.map((file) => `import ${JSON.stringify(here(`../${file}`))};`);
  const run = `import { runTests } from ${JSON.stringify(STAND_INS['node:test'])};`;
  return [...imports, run, 'globalThis.sealOutcomes = runTests();'].join('\n');
}

const suite: Plugin = {
  name: 'seal-tests',
  enforce: 'pre',
  resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : STAND_INS[id]),
  load: (id) => (id === `\0${ENTRY}` ? entry() : undefined),
};

/** The room's tests as one script for a browser. */
export async function bundleTests(): Promise<string> {
  const result = await build({
    root: here('..'),
    configFile: false,
    logLevel: 'error',
    plugins: [suite],
    build: {
      write: false,
      minify: false,
      target: 'es2024',
      rolldownOptions: {
        input: ENTRY,
        // Unlike the room, its tests do something by being loaded.
        treeshake: false,
        output: { format: 'es', codeSplitting: false },
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('nothing was bundled');
  return output.output.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n');
}
