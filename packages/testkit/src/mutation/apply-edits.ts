import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Edit } from './mutation.ts';

/**
 * The files that edits change, each with its new text. Edits of one file follow each other.
 * @throws Error where what is to be replaced does not stand there exactly once: the mutation has to follow the code.
 */
export function editedFiles(root: string, edits: readonly Edit[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const text = texts.get(file) ?? readFileSync(path.join(root, file), 'utf8');
    const [before, after, ...more] = text.split(find);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(
        `“${find}” stands ${after === undefined ? 0 : more.length + 1} times in ${file}, not once.`,
      );
    texts.set(file, before + replace + after);
  }
  return texts;
}

/** Edits a copy. Each file is written anew, never through: it may be one with the original. */
export function applyEdits(root: string, edits: readonly Edit[]): void {
  for (const [file, text] of editedFiles(root, edits)) {
    rmSync(path.join(root, file));
    writeFileSync(path.join(root, file), text);
  }
}
