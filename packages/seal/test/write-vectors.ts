/** Writes ../vectors anew: `node packages/seal/test/write-vectors.ts`. An unwanted difference is a broken format. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { knownAnswers } from './known-answers.ts';

const folder = new URL('../vectors/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, answers] of Object.entries(await knownAnswers())) {
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(answers, null, 2)}\n`);
}
