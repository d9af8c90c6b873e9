/** Holds the table of rooms: imports are declared, allowed and do not escape; pure rooms have no ambient authority. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import {
  ALLOWED_EDGES,
  GENERIC_CIPHERS_IN_SERVER,
  NEVER_IN_SERVER,
  PORTABLE_PACKAGES,
  TEST_EDGES,
} from './room-edges.ts';
import { readRooms, ROOT, sources, type Room } from './rooms.ts';

/** Module specifiers of a TypeScript file, static and dynamic. */
export function importsOf(file: string, text: string): string[] {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? 'does not parse'}`);
  const found = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const entry of module.staticExports)
    for (const part of entry.entries) if (part.moduleRequest) found.push(part.moduleRequest.value);
  for (const entry of module.dynamicImports) {
    const source = text.slice(entry.moduleRequest.start, entry.moduleRequest.end);
    const literal = /^['"`](.*)['"`]$/.exec(source)?.[1];
    if (literal) found.push(literal);
  }
  return found;
}

/** `@smseal/seal/x` → `@smseal/seal`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function checkImport(room: Room, file: string, specifier: string): string | null {
  const inTest = /(^|\/)test\//.test(file.slice(room.dir.length));
  if (specifier.startsWith('.')) {
    const target = path.relative(room.dir, path.join(path.dirname(file), specifier));
    return target.startsWith('..') ? `reaches out of its room: ${specifier}` : null;
  }
  if (specifier.startsWith('node:'))
    return !inTest && (room.runtime === 'pure' || room.runtime === 'portable' || room.runtime === 'dom')
      ? `${room.runtime} rooms have no ${specifier}`
      : null;
  const name = packageOf(specifier);
  if (name.startsWith('virtual:') || name === 'vite') if (room.runtime === 'dom') return null;
  const declared = [...room.dependencies, ...(inTest ? room.devDependencies : [])];
  if (name === room.name) return null;
  if (inTest && ['fast-check', 'playwright-core', '@axe-core/playwright'].includes(name)) return null;
  if (
    !declared.includes(name) &&
    !(room.runtime === 'dom' && room.devDependencies.includes(name) && file.endsWith('vite.config.ts'))
  )
    return `does not declare ${name}`;
  return null;
}

function checkDeclared(room: Room): string[] {
  const own = room.name.replace('@smseal/', '');
  const allowed = ALLOWED_EDGES[own];
  if (!allowed) return [`${room.dir}: has no line in tools/src/room-edges.ts`];
  const problems: string[] = [];
  const ours = (names: string[]) =>
    names.filter((name) => name.startsWith('@smseal/')).map((name) => name.slice(8));
  for (const edge of ours(room.dependencies))
    if (!allowed.includes(edge)) problems.push(`${room.dir}: may not depend on ${edge}`);
  for (const edge of ours(room.devDependencies))
    if (!allowed.includes(edge) && !(TEST_EDGES as readonly string[]).includes(edge))
      problems.push(`${room.dir}: its tests may not depend on ${edge}`);
  if (room.runtime === 'pure' || room.runtime === 'portable')
    for (const name of room.dependencies)
      if (!name.startsWith('@smseal/') && !PORTABLE_PACKAGES[name])
        problems.push(`${room.dir}: ${name} has no reason in PORTABLE_PACKAGES`);
  return problems;
}

interface Lock {
  packages: Record<
    string,
    {
      dependencies?: Record<string, string>;
      optionalDependencies?: Record<string, string>;
      link?: boolean;
      resolved?: string;
    }
  >;
}

/** Every package that the server's production graph reaches, from the lockfile. */
export function serverGraph(lock: Lock): Set<string> {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    const entry = lock.packages[key];
    if (!entry) return;
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      let base = key;
      for (;;) {
        const candidate = base ? `${base}/node_modules/${name}` : `node_modules/${name}`;
        const found = lock.packages[candidate];
        if (found) {
          visit(found.link && found.resolved ? found.resolved : candidate);
          break;
        }
        if (!base) break;
        base = base.includes('/node_modules/') ? base.slice(0, base.lastIndexOf('/node_modules/')) : '';
      }
    }
  };
  visit('apps/server');
  return new Set(
    [...seen].map((key) =>
      key.includes('node_modules/')
        ? key.slice(key.lastIndexOf('node_modules/') + 13)
        : `@smseal/${path.basename(key)}`,
    ),
  );
}

export function checkRooms(root = ROOT): { problems: string[]; files: number } {
  const problems: string[] = [];
  let files = 0;
  for (const room of readRooms(root)) {
    problems.push(...checkDeclared(room));
    for (const file of sources(room.dir, root)) {
      files++;
      for (const specifier of importsOf(file, readFileSync(path.join(root, file), 'utf8'))) {
        const problem = checkImport(room, file, specifier);
        if (problem) problems.push(`${file}: ${problem}`);
      }
    }
  }
  const graph = serverGraph(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock);
  if (graph.size < 20) problems.push('the server’s dependency graph could not be read');
  for (const name of NEVER_IN_SERVER)
    if (graph.has(name)) problems.push(`apps/server: its dependency graph holds ${name}`);
  for (const name of graph)
    if (/cipher|crypt|sodium|nacl|argon|jose|jwe/i.test(name) && !GENERIC_CIPHERS_IN_SERVER[name])
      problems.push(`apps/server: ${name} needs a reason in GENERIC_CIPHERS_IN_SERVER`);
  return { problems, files };
}

if (import.meta.main) {
  const { problems, files } = checkRooms();
  for (const problem of problems) console.error(problem);
  if (files === 0) console.error('read no file');
  else console.log(`rooms: ${files} files, ${problems.length} problems`);
  process.exitCode = problems.length > 0 || files === 0 ? 1 : 0;
}
