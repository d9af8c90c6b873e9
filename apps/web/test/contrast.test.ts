/** Contrast from the tokens themselves: WCAG 2.2 §1.4.3 for text, §1.4.11 for edges and marks. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const source = readFileSync(new URL('../src/design/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...source.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21 (WCAG 2.2, contrast ratio). */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function token(name: string, theme: 'light' | 'dark'): string {
  const found = tokens.get(name);
  assert.ok(found, `there is no token --${name}`);
  return found[theme];
}

const SURFACES = ['paper', 'raised', 'sunken', 'selected'];
const TEXT: Readonly<Record<string, readonly string[]>> = {
  ink: [...SURFACES, 'mine', 'theirs'],
  'ink-2': [...SURFACES, 'mine', 'theirs'],
  seal: ['paper', 'raised', 'sunken', 'selected'],
  'on-seal': ['seal'],
  good: ['paper', 'raised'],
  warn: ['paper', 'raised'],
  bad: ['paper', 'raised', 'sunken'],
  paper: ['ink'],
};
const MARKS: Readonly<Record<string, readonly string[]>> = {
  edge: ['paper', 'raised', 'sunken'],
  'ink-3': SURFACES,
  seal: SURFACES,
};

for (const theme of ['light', 'dark'] as const) {
  test(`text can be read, ${theme}`, () => {
    for (const [ink, surfaces] of Object.entries(TEXT))
      for (const surface of surfaces) {
        const ratio = contrast(token(ink, theme), token(surface, theme));
        assert.ok(ratio >= 4.5, `${ink} on ${surface} is ${ratio.toFixed(2)}, not 4.5`);
      }
  });

  test(`edges and marks can be seen, ${theme}`, () => {
    for (const [mark, surfaces] of Object.entries(MARKS))
      for (const surface of surfaces) {
        const ratio = contrast(token(mark, theme), token(surface, theme));
        assert.ok(ratio >= 3, `${mark} on ${surface} is ${ratio.toFixed(2)}, not 3`);
      }
  });

  test(`initials can be read, ${theme}`, () => {
    for (let hue = 0; hue < 8; hue++) {
      const ratio = contrast(token(`avatar-${hue}-ink`, theme), token(`avatar-${hue}`, theme));
      assert.ok(ratio >= 4.5, `avatar ${hue} is ${ratio.toFixed(2)}`);
    }
  });
}
