import type { SceneName } from '../../picture/scenes.ts';

/**
 * What people say in one language. A line begins with `<` (they say) or `>` (we say); `[cat]` after it puts a picture
 * before the words; `{day}` and the like are filled from `slots`, and `{time}`, `{n}`, `{code}` by the teller.
 */
export interface Bank {
  language: string;
  slots: Record<string, readonly string[]>;
  /** Exchanges of two people, in order. */
  scenes: readonly (readonly string[])[];
  /** Exchanges in a group; each `<` may be somebody else. */
  group: readonly (readonly string[])[];
  /** What one says back to anything: for scripted answers. */
  replies: readonly string[];
}

export interface Line {
  mine: boolean;
  picture: SceneName | null;
  text: string;
}

/** Reads one line of a scene. */
export function parseLine(line: string): Line {
  const match = /^([<>])(?:\[(\w+)\])?\s*(.*)$/su.exec(line);
  if (match === null) throw new SyntaxError(`Not a line of a scene: ${line}`);
  return { mine: match[1] === '>', picture: (match[2] ?? null) as SceneName | null, text: match[3] ?? '' };
}
