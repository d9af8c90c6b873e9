/** What a customer installs: the packed tarball, unpacked somewhere that knows nothing of this house. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const room = path.join(import.meta.dirname, '..');
const tsc = path.join(room, '../../node_modules/.bin/tsc');
let home: string;
let files: string[];

before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'smseal-sdk-'));
  // The house's .npmrc forbids scripts; packing is the one place where the room's own prepack has to run.
  const npm = ['pack', '--json', '--ignore-scripts=false', '--pack-destination', home];
  const { stdout } = await run('npm', npm, { cwd: room });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as {
    filename: string;
    files: { path: string }[];
  }[];
  assert.ok(packed);
  files = packed.files.map((file) => file.path);
  const target = path.join(home, 'node_modules/@smseal/sdk');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', path.join(home, packed.filename), '-C', target, '--strip-components=1']);
});
after(() => rm(home, { recursive: true, force: true }));

test('holds what is built and nothing else', async () => {
  assert.ok(files.includes('dist/index.js') && files.includes('dist/index.d.ts'));
  assert.deepEqual(files.filter((file) => !file.startsWith('dist/')).sort(), ['README.md', 'package.json']);
  const manifest = JSON.parse(
    await readFile(path.join(home, 'node_modules/@smseal/sdk/package.json'), 'utf8'),
  ) as object;
  assert.ok(!('dependencies' in manifest));
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const text = await readFile(path.join(home, 'node_modules/@smseal/sdk', file), 'utf8');
    for (const [, from = ''] of text.matchAll(/from '([^']+)'/g)) assert.match(from, /^\.\/[a-z-]+\.js$/);
    assert.ok(!/\b(process|Buffer|require)\b/.test(text), `${file} runs in a browser, too`);
  }
});

test('runs where it was unpacked', async () => {
  const program = `
    import { SMSeal, ApiError, verifyWebhook } from '@smseal/sdk';
    const fetch = async (url, { headers }) =>
      new Response(JSON.stringify({ url, key: headers['idempotency-key'] !== undefined }), { status: 202 });
    const smseal = new SMSeal({ apiKey: 'smseal_a_b', fetch });
    console.log(JSON.stringify(await smseal.send({ to: '+447700900123', text: 'Hi' })));
  `;
  await writeFile(path.join(home, 'program.mjs'), program);
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: home });
  assert.deepEqual(JSON.parse(stdout), {
    url: 'http://127.0.0.1:7060/v1/messages',
    key: true,
    replayed: false,
  });
});

test('its types hold under the strictest settings, in Node and for bundlers', async () => {
  const program = `
    import { SMSeal, type Message, verifyWebhook } from '@smseal/sdk';
    export async function first(smseal: SMSeal): Promise<Message | undefined> {
      const { accepted } = await smseal.send({ to: ['+447700900123', { to: '+447700900124', fields: { a: 'b' } }], text: 'Hi' });
      const [one] = accepted;
      return one && smseal.get(one.id);
    }
    export async function heard(secret: string, headers: Headers, body: string): Promise<string> {
      const event = await verifyWebhook({ secret, headers, body });
      return event.type === 'message.received' ? event.data.text : event.data.state;
    }
    // @ts-expect-error a text needs a recipient
    export const wrong = (smseal: SMSeal) => smseal.send({ text: 'Hi' });
  `;
  await writeFile(path.join(home, 'program.ts'), program);
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    };
    const lib = ['es2022', 'dom', 'dom.iterable'];
    const compilerOptions = { ...options, target: 'es2022', lib, module, moduleResolution };
    await writeFile(
      path.join(home, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['program.ts'] }),
    );
    await writeFile(path.join(home, 'package.json'), JSON.stringify({ type: 'module' }));
    const { stdout } = await run(tsc, ['-p', home], { cwd: home }).catch(
      (error: { stdout: string }) => error,
    );
    assert.equal(stdout, '', moduleResolution);
  }
});
