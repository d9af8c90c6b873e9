import { Seeded } from '../random/seeded.ts';
import { reach, smooth } from './noise.ts';
import { hsl, mix, paint, type Colour, type Raster } from './raster.ts';

const SKIN: readonly Colour[] = [
  [250, 220, 196],
  [240, 200, 168],
  [222, 172, 134],
  [186, 132, 92],
  [140, 92, 62],
  [98, 64, 46],
];
const HAIR: readonly Colour[] = [
  [34, 28, 28],
  [70, 46, 32],
  [120, 78, 44],
  [196, 154, 92],
  [164, 70, 40],
  [170, 170, 172],
];

/** A drawn head and shoulders, square, the same for the same seed. */
export function paintPortrait(seed: string, size = 96): Raster {
  const random = new Seeded(`portrait ${seed}`);
  const backdrop = hsl(random.between(0, 360), 0.34, 0.74);
  const shirt = hsl(random.between(0, 360), 0.42, random.between(0.32, 0.52));
  const skin = random.pick(SKIN);
  const hair = random.pick(HAIR);
  const long = random.chance(0.45);
  const bald = !long && random.chance(0.12);
  const beard = !long && random.chance(0.3);
  const glasses = random.chance(0.25);
  const parting = random.between(-0.12, 0.12);
  const inside = (distance: number): number => 1 - smooth(0.96, 1.03, distance);

  return paint(size, size, (px, py) => {
    const x = px - 0.5;
    const side = Math.abs(x);
    let colour: Colour = mix(mix(backdrop, [255, 255, 255], 0.25), backdrop, py);
    if (long) colour = mix(colour, hair, inside(reach(x / 0.27, (py - 0.52) / 0.36)));
    colour = mix(colour, shirt, inside(reach(x / 0.42, (py - 1.08) / 0.34)));
    colour = mix(colour, mix(skin, [70, 36, 24], 0.16), inside(reach(x / 0.09, (py - 0.72) / 0.15)));
    colour = mix(colour, skin, inside(reach((side - 0.2) / 0.04, (py - 0.46) / 0.06)));
    colour = mix(colour, skin, inside(reach(x / 0.2, (py - 0.45) / 0.26)));
    if (beard)
      colour = mix(colour, hair, inside(reach(x / 0.19, (py - 0.58) / 0.15)) * smooth(0.5, 0.54, py) * 0.9);
    const crown =
      inside(reach(x / 0.225, (py - 0.34) / 0.2)) * (1 - smooth(0.31, 0.34, py + (x - parting) ** 2 * 1.5));
    if (!bald) colour = mix(colour, hair, crown);
    colour = mix(colour, [255, 255, 255], inside(reach((side - 0.08) / 0.032, (py - 0.45) / 0.022)));
    colour = mix(colour, [40, 30, 28], inside(reach((side - 0.08) / 0.015, (py - 0.45) / 0.018)));
    colour = mix(
      colour,
      mix(hair, [40, 30, 28], 0.4),
      inside(reach((side - 0.08) / 0.042, (py - 0.395) / 0.009)),
    );
    colour = mix(colour, mix(skin, [120, 50, 30], 0.3), inside(reach(x / 0.016, (py - 0.52) / 0.03)));
    const smile = Math.abs(py - 0.6 + side ** 2 * 3) < 0.011 && side < 0.075;
    if (smile) colour = [150, 62, 60];
    const rim = Math.abs(reach((side - 0.08) / 0.062, (py - 0.45) / 0.05) - 1) < 0.13;
    const bridge = side < 0.02 && Math.abs(py - 0.44) < 0.007;
    return glasses && (rim || bridge) ? [38, 38, 44] : colour;
  });
}
