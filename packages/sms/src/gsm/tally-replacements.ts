import type { Replacement } from './smart-encoding.ts';

/** Each character that was replaced, once, with how often it was. */
export interface ReplacedCharacter {
  character: string;
  replacement: string;
  times: number;
}

/** What smart encoding did to a text, in order of appearance. */
export function tallyReplacements(replacements: readonly Replacement[]): ReplacedCharacter[] {
  const replaced = new Map<string, ReplacedCharacter>();
  for (const { character, replacement } of replacements) {
    const known = replaced.get(character);
    if (known) known.times++;
    else replaced.set(character, { character, replacement, times: 1 });
  }
  return [...replaced.values()];
}
