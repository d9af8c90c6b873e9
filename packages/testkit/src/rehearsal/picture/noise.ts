import type { Seeded } from '../random/seeded.ts';

const RIDGE = { from: -2, to: 6, steps: 4096 } as const;

/** A smooth random curve over x in [-2, 6], values about -1 to 1: the sum of a few sines, kept as a table. */
export function ridge(random: Seeded, octaves = 4): (x: number) => number {
  const waves = Array.from({ length: octaves }, (_, index) => ({
    frequency: (index + 1) * random.between(2.2, 4.6),
    phase: random.between(0, Math.PI * 2),
    height: 1 / (index + 1.4),
  }));
  const whole = waves.reduce((sum, wave) => sum + wave.height, 0);
  const scale = RIDGE.steps / (RIDGE.to - RIDGE.from);
  const table = Float32Array.from({ length: RIDGE.steps + 2 }, (_, index) => {
    const x = RIDGE.from + index / scale;
    return (
      waves.reduce((sum, wave) => sum + wave.height * Math.sin(x * wave.frequency + wave.phase), 0) / whole
    );
  });
  return (x) => {
    const at = (x - RIDGE.from) * scale;
    const index = Math.floor(at);
    const here = table[index] ?? 0;
    return here + ((table[index + 1] ?? 0) - here) * (at - index);
  };
}

/** Fine grain for a cell of a grid, 0 to 1, the same for the same cell. */
export function grain(x: number, y: number, salt: number): number {
  let h = Math.imul(x | 0, 0x27d4eb2d) ^ Math.imul(y | 0, 0x165667b1) ^ Math.imul(salt | 0, 0x9e3779b9);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** 0 below `from`, 1 above `to`, smooth between: soft edges. */
export function smooth(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Distance from the origin; `Math.hypot` costs ten times as much. */
export function reach(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
