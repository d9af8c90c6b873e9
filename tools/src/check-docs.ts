/** Holds the documents against the code: links, SPEC rules and their tests, environment variables, versions of the policy. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compilePolicy } from '@smseal/inventory';
import { ENVIRONMENT } from './environment.ts';
import { faultsOfArchive, readArchive } from './policy/archive.ts';
import { ARCHIVE } from './policy-version.ts';
import { readRooms, ROOT, sources } from './rooms.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Relative links of every Markdown page lead somewhere. */
function brokenLinks(): string[] {
  const problems: string[] = [];
  for (const file of globSync('**/*.md', {
    cwd: ROOT,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  }))
    for (const [, target = ''] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target) || target.startsWith('#')) continue;
      const resolved = path.join(ROOT, path.dirname(file), target.replace(/#.*$/, ''));
      if (!existsSync(resolved)) problems.push(`${file}: ${target} leads nowhere`);
    }
  return problems;
}

/** Each numbered rule of a SPEC.md has a test that names it, and each cited rule exists. */
function unprovedRules(): { problems: string[]; rules: number } {
  const problems: string[] = [];
  const defined = new Map<string, string>();
  for (const room of readRooms()) {
    const spec = `${room.dir}/SPEC.md`;
    if (!existsSync(path.join(ROOT, spec))) continue;
    for (const [, rule = ''] of read(spec).matchAll(/^[-*#\s]*\*{0,2}\[([A-Z]+-\d+)\]/gm)) {
      if (defined.has(rule)) problems.push(`${spec}: ${rule} is defined twice`);
      defined.set(rule, spec);
    }
  }
  const cited = new Set<string>();
  for (const room of readRooms())
    for (const file of sources(`${room.dir}/test`).concat(room.dir === 'e2e' ? sources('e2e') : []))
      for (const [, rule = ''] of read(file).matchAll(/\[([A-Z]+-\d+)\]/g)) {
        cited.add(rule);
        const prefixes = new Set([...defined.keys()].map((name) => name.split('-')[0]));
        if (prefixes.has(rule.split('-')[0]) && !defined.has(rule))
          problems.push(`${file}: ${rule} is no rule`);
      }
  for (const [rule, spec] of defined) if (!cited.has(rule)) problems.push(`${spec}: no test names ${rule}`);
  return { problems, rules: defined.size };
}

/** The sources and the table of variables name the same ones; `SMSEAL_TEST_…` are the tests' own. */
function strayVariables(): string[] {
  const used = new Set<string>();
  for (const room of readRooms())
    for (const file of sources(`${room.dir}/src`))
      if (file !== 'tools/src/environment.ts')
        for (const [name] of read(file).matchAll(/SMSEAL_(?!TEST_)[A-Z_]*[A-Z]/g)) used.add(name);
  const listed = new Set<string>(ENVIRONMENT.map((variable) => variable.name));
  return [
    ...[...used]
      .filter((name) => !listed.has(name))
      .map((name) => `${name} is read but not in tools/src/environment.ts`),
    ...[...listed].filter((name) => !used.has(name)).map((name) => `${name} is listed but nothing reads it`),
  ];
}

const { problems, rules } = unprovedRules();
problems.push(...brokenLinks(), ...strayVariables());
problems.push(...faultsOfArchive(readArchive(ARCHIVE), compilePolicy()));
for (const problem of problems) console.error(problem);
console.log(`docs: ${rules} rules, ${problems.length} problems`);
process.exitCode = problems.length > 0 || rules === 0 ? 1 : 0;
