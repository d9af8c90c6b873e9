import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { red, unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, textOf } from '../site/site.ts';
import type { ProbeGateway } from './probe-gateway.ts';

const PATH = '/for-developers';
const PATIENCE_MS = 20_000;
const run = promisify(execFile);

interface Example {
  label: string;
  program: string;
}

/** Runs every example that the developers' page shows, as it stands there, against a gateway of this release. */
export async function examples(gateway: ProbeGateway): Promise<Outcome> {
  const page = await ask(gateway.account.site, { path: PATH });
  if (page.status !== 200) return red(`${PATH} answers ${page.status}`);
  const shown = examplesOf(textOf(page));
  if (shown.length < 2) return red(`${PATH} shows ${shown.length} examples`);
  await gateway.useCarrier();
  const faults: string[] = [];
  for (const example of shown) {
    const ended = await runExample(example, gateway);
    if (ended === 'no program') return unproved('there is no curl on this machine');
    if (ended !== null) faults.push(`“${example.label}” ends with ${ended}`);
  }
  const numbers = new Set(shown.flatMap(({ program }) => program.match(/\+\d{8,15}/g) ?? []));
  for (const number of numbers)
    await gateway.arrived(number, 1).catch(() => faults.push(`nothing came to ${number}`));
  return verdict(
    faults,
    `${shown.length} examples ran as they stand there, and ${numbers.size} people were texted`,
  );
}

function examplesOf(html: string): Example[] {
  const blocks = html.matchAll(/<pre\b[^>]*aria-label="([^"]+)"[^>]*><code>([^]*?)<\/code><\/pre>/g);
  return [...blocks].map(([, label = '', code = '']) => ({ label, program: unescaped(code) }));
}

const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function unescaped(html: string): string {
  return html.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_sign, name: string) => SIGNS[name] ?? '');
}

/** @returns how it failed; null where it did not. */
async function runExample({ program }: Example, gateway: ProbeGateway): Promise<string | null> {
  const isScript = /^import /m.test(program);
  const sdk = new URL('../../../sdk/src/index.ts', import.meta.url);
  const file = path.join(gateway.folder, isScript ? 'example.mjs' : 'example.sh');
  // Customers have the client from its package; here it is that of this release.
  await writeFile(file, isScript ? program.replaceAll(/'@smseal\/sdk'/g, `'${sdk.href}'`) : program);
  try {
    await run(isScript ? process.execPath : 'sh', [file], {
      env: { ...process.env, GATEWAY: gateway.site.origin, API_KEY: gateway.token },
      timeout: PATIENCE_MS,
    });
    return null;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: number; stderr?: string };
    if (code === 127) return 'no program';
    return `${code ?? 'no answer'}: ${stderr.trim().split('\n').at(-1) ?? ''}`;
  }
}
