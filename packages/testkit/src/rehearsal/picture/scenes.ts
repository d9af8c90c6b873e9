/** What people photograph, as functions from a point of the picture to its colour. */
import type { Seeded } from '../random/seeded.ts';
import { grain, reach, ridge, smooth } from './noise.ts';
import { hsl, mix, type Colour } from './raster.ts';

export type Shade = (x: number, y: number) => Colour;
/** `aspect` is width divided by height. */
export type Scene = (random: Seeded, aspect: number) => Shade;

const HOURS: readonly (readonly [Colour, Colour, Colour])[] = [
  [
    [52, 92, 160],
    [240, 190, 150],
    [255, 224, 170],
  ],
  [
    [96, 165, 225],
    [205, 230, 245],
    [255, 250, 225],
  ],
  [
    [40, 38, 86],
    [226, 104, 92],
    [255, 190, 110],
  ],
  [
    [122, 150, 182],
    [214, 220, 226],
    [240, 240, 236],
  ],
];

function sky(random: Seeded, aspect: number, horizon: number): { shade: Shade; glow: Colour } {
  const [top, low, glow] = random.pick(HOURS);
  const sunX = random.between(0.2, 0.8);
  const sunY = horizon * random.between(0.45, 0.9);
  const cloud = ridge(random, 5);
  return {
    glow,
    shade: (x, y) => {
      const distance = reach((x - sunX) * aspect, y - sunY);
      const base = mix(top, low, (y / horizon) ** 1.3);
      const lit = mix(base, glow, 0.75 * Math.exp(-distance * 5));
      const veil = smooth(0.15, 0.7, cloud(x * 1.7 + y * 3) * Math.sin(y * 16 + cloud(x) * 2));
      return mix(mix(lit, [255, 255, 250], veil * 0.22), [255, 250, 235], 1 - smooth(0.045, 0.052, distance));
    },
  };
}

/** Ranges behind one another, paler with distance. */
const mountains: Scene = (random, aspect) => {
  const heaven = sky(random, aspect, 0.62);
  const hue = random.between(190, 250);
  const ranges = Array.from({ length: 4 }, (_, index) => ({
    line: ridge(random, 6),
    foot: 0.42 + index * 0.14,
    height: 0.15 - index * 0.02,
    colour: mix(hsl(hue, 0.28, 0.5 - index * 0.11), heaven.glow, 0.28 - index * 0.07),
  }));
  return (x, y) => {
    let colour = heaven.shade(x, y);
    for (const range of ranges) {
      const edge = range.foot + range.line(x) * range.height;
      colour = mix(
        colour,
        mix(range.colour, heaven.glow, 0.25 * smooth(0.2, 0, y - edge)),
        smooth(0, 0.006, y - edge),
      );
    }
    return colour;
  };
};

/** The sea under the sky, with the light's path on it. */
const sea: Scene = (random, aspect) => {
  const horizon = random.between(0.42, 0.56);
  const heaven = sky(random, aspect, horizon);
  const deep = hsl(random.between(186, 214), 0.5, 0.3);
  const salt = random.int(1, 9999);
  const shore = ridge(random, 3);
  return (x, y) => {
    if (y < horizon) return heaven.shade(x, y);
    const depth = (y - horizon) / (1 - horizon);
    const mirrored = heaven.shade(
      x + (grain(x * 60, y * 240, salt) - 0.5) * 0.05,
      Math.max(0, horizon - (y - horizon) * 0.8),
    );
    const water = mix(mirrored, deep, 0.35 + depth * 0.35);
    const glint =
      grain(x * (40 + 80 * (1 - depth)), y * 300, salt + 1) > 0.93 - 0.05 * (1 - depth) ? 0.35 : 0;
    const wet = mix(water, [255, 252, 240], glint * (1 - depth * 0.6));
    const beach = 0.86 + shore(x) * 0.05;
    const sand = mix([214, 190, 150], [190, 162, 122], grain(x * 400, y * 400, salt) * 0.4);
    return mix(
      mix(wet, [250, 250, 250], smooth(0.03, 0, Math.abs(y - beach))),
      sand,
      smooth(0, 0.012, y - beach),
    );
  };
};

/** Houses at night with lit windows. */
const town: Scene = (random, aspect) => {
  const salt = random.int(1, 9999);
  const columns = random.int(7, 11);
  const low = hsl(random.between(215, 275), 0.5, 0.34);
  const rows = [
    { scale: columns * 1.6, base: 0.35, shade: 0.55 },
    { scale: columns, base: 0.52, shade: 0.2 },
  ];
  return (x, y) => {
    const star = grain(x * 220, y * 220, salt) > 0.9975 ? 0.7 : 0;
    let colour = mix(mix([12, 16, 38], low, y * 1.3), [255, 255, 255], star);
    for (const row of rows) {
      const column = Math.floor(x * row.scale);
      const top = row.base + grain(column, 3, salt + row.scale) * 0.3;
      if (y < top) continue;
      const tone = mix([22, 24, 40], low, row.shade * (0.7 + grain(column, 9, salt) * 0.5));
      const wx = (x * row.scale - column) * 4;
      const wy = (y * row.scale * 3.2) / aspect;
      const framed = wx % 1 > 0.3 && wx % 1 < 0.75 && wy % 1 > 0.3 && wy % 1 < 0.8;
      const lit = grain(column * 7 + Math.floor(wx), Math.floor(wy), salt) > 0.62 && y > top + 0.02;
      colour =
        framed && lit ? mix([255, 214, 130], [255, 170, 90], grain(column, Math.floor(wy), salt)) : tone;
    }
    return colour;
  };
};

/** Out-of-focus lights. */
const lights: Scene = (random, aspect) => {
  const hue = random.between(0, 360);
  const discs = Array.from({ length: 26 }, () => ({
    x: random.next() * aspect,
    y: random.next(),
    radius: random.between(0.04, 0.13),
    colour: hsl(hue + random.between(-50, 60), 0.75, random.between(0.5, 0.72)),
    weight: random.between(0.2, 0.62),
  }));
  const dark = hsl(hue + 190, 0.35, 0.12);
  const dim = hsl(hue + 150, 0.35, 0.26);
  return (x, y) => {
    let colour = mix(dark, dim, y);
    for (const disc of discs) {
      const inside = reach(x * aspect - disc.x, y - disc.y) / disc.radius;
      const share = (1 - smooth(0.94, 1, inside)) * disc.weight * (0.65 + 0.35 * smooth(0.6, 0.97, inside));
      if (share > 0) colour = mix(colour, disc.colour, share);
    }
    return colour;
  };
};

/** Something round and good on a table, from above. */
const dish: Scene = (random, aspect) => {
  const salt = random.int(1, 9999);
  const wood = hsl(random.between(18, 36), 0.42, random.between(0.3, 0.5));
  const food = random.between(0, 70);
  const pieces = Array.from({ length: 34 }, () => {
    const angle = random.between(0, Math.PI * 2);
    const out = Math.sqrt(random.next()) * 0.24;
    return {
      x: Math.cos(angle) * out,
      y: Math.sin(angle) * out,
      radius: random.between(0.02, 0.055),
      colour: hsl(
        random.weighted([
          [food, 5],
          [105, 3],
          [350, 2],
          [48, 2],
        ] as const),
        0.62,
        random.between(0.36, 0.6),
      ),
    };
  });
  return (x, y) => {
    const px = (x - 0.5) * aspect;
    const py = y - 0.52;
    const distance = reach(px, py);
    const vein =
      Math.sin(py * 60 + Math.sin(px * 9 + salt) * 2.4) * 0.5 + grain(px * 260, py * 60, salt) * 0.5;
    let colour = mix(wood, [60, 36, 20], vein * 0.22 + smooth(0.5, 0.36, reach(px - 0.02, py - 0.03)) * 0.35);
    colour = mix(
      colour,
      mix([250, 248, 243], [222, 218, 210], smooth(0.3, 0.39, distance)),
      1 - smooth(0.385, 0.39, distance),
    );
    colour = mix(colour, hsl(food + 12, 0.55, 0.52), 1 - smooth(0.27, 0.28, distance));
    for (const piece of pieces) {
      const inside = reach(px - piece.x, py - piece.y) / piece.radius;
      if (inside < 1)
        colour = mix(
          colour,
          mix(piece.colour, [255, 255, 255], 0.35 * smooth(0.7, 0, inside)),
          1 - smooth(0.9, 1, inside),
        );
    }
    return colour;
  };
};

/** A flower against leaves. */
const flower: Scene = (random, aspect) => {
  const petals = random.int(5, 11);
  const hue = random.pick([340, 15, 48, 275, 210, 0]);
  const turn = random.between(0, Math.PI);
  const leaf = ridge(random, 5);
  return (x, y) => {
    const px = (x - 0.5) * aspect;
    const py = y - 0.48;
    const distance = reach(px, py);
    const angle = Math.atan2(py, px) + turn;
    const blur = leaf(x * 1.8 + y) * 0.5 + leaf(y * 2.1 - x) * 0.5;
    const green = mix(hsl(110, 0.36, 0.2), hsl(88, 0.42, 0.42), blur * 0.5 + 0.5);
    const edge = 0.16 + 0.2 * Math.abs(Math.cos((angle * petals) / 2)) ** 0.6;
    const petal = mix(hsl(hue, 0.72, 0.46), hsl(hue + 14, 0.78, 0.74), distance / 0.36);
    const veined = mix(
      petal,
      hsl(hue, 0.7, 0.38),
      0.3 * Math.abs(Math.sin(angle * petals * 3)) * smooth(0.34, 0.1, distance),
    );
    const flowered = mix(green, veined, 1 - smooth(edge - 0.008, edge, distance));
    const dots = 0.5 + 0.5 * Math.sin(px * 210) * Math.sin(py * 210);
    return mix(flowered, mix([236, 186, 60], [150, 92, 22], dots), 1 - smooth(0.082, 0.09, distance));
  };
};

/** A cat that looks at one. */
const cat: Scene = (random, aspect) => {
  const fur = random.pick<Colour>([
    [196, 128, 62],
    [92, 92, 98],
    [40, 38, 42],
    [226, 214, 196],
  ]);
  const wall = hsl(random.between(0, 360), 0.22, 0.78);
  const eyes = random.pick<Colour>([
    [150, 196, 72],
    [226, 178, 60],
    [104, 168, 208],
  ]);
  const salt = random.int(1, 9999);
  return (x, y) => {
    const px = (x - 0.5) * aspect;
    const side = Math.abs(px);
    let colour = mix(wall, mix(wall, [90, 80, 74], 0.5), smooth(0.3, 1, y));
    const striped = mix(
      fur,
      [30, 24, 22],
      0.3 * smooth(0.2, 0.9, Math.sin(px * 34 + Math.sin(y * 21) * 1.2)),
    );
    const coat = mix(striped, [255, 255, 255], (grain(x * 500, y * 240, salt) - 0.5) * 0.12);
    const ear = side > 0.1 && side < 0.27 && y > 0.16 + Math.abs(side - 0.2) * 2.1 && y < 0.46;
    const body = reach(px / 0.4, (y - 0.98) / 0.34);
    const face = reach(px / 0.29, (y - 0.52) / 0.25);
    colour = mix(colour, mix(coat, [30, 24, 22], 0.18), 1 - smooth(0.98, 1, body));
    if (ear)
      colour = mix(coat, [226, 160, 150], smooth(0.07, 0.02, Math.abs(side - 0.195)) * smooth(0.2, 0.4, y));
    colour = mix(colour, coat, 1 - smooth(0.98, 1, face));
    const muzzle = reach(px / 0.13, (y - 0.62) / 0.09);
    colour = mix(colour, mix(coat, [250, 246, 240], 0.75), 1 - smooth(0.85, 1, muzzle));
    const eye = reach((side - 0.12) / 0.058, (y - 0.49) / 0.046);
    colour = mix(colour, eyes, 1 - smooth(0.92, 1, eye));
    colour = mix(colour, [12, 12, 14], 1 - smooth(0.9, 1, reach((side - 0.12) / 0.016, (y - 0.49) / 0.042)));
    colour = mix(
      colour,
      [255, 255, 255],
      1 - smooth(0.8, 1, reach((side - 0.106) / 0.011, (y - 0.474) / 0.011)),
    );
    colour = mix(colour, [206, 112, 112], 1 - smooth(0.9, 1, reach(px / 0.032, (y - 0.585) / 0.022)));
    const whisker =
      side > 0.1 &&
      side < 0.36 &&
      Math.abs(y - 0.62 - (side - 0.1) * 0.16 * Math.sign(Math.sin(side * 1))) < 0.003;
    return whisker ? [250, 250, 250] : colour;
  };
};

/** A printed slip: lines of grey where words would be, a total, a stamp. */
const slip: Scene = (random, aspect) => {
  const salt = random.int(1, 9999);
  const table = hsl(random.between(0, 360), 0.1, 0.32);
  const stamp = random.pick<Colour>([
    [155, 44, 59],
    [46, 96, 160],
  ]);
  return (x, y) => {
    const px = (x - 0.5) * aspect;
    if (Math.abs(px) > 0.34 || y < 0.05 || y > 0.95)
      return mix(table, [0, 0, 0], grain(x * 300, y * 300, salt) * 0.15);
    const line = Math.floor((y - 0.05) * 24);
    const inLine = ((y - 0.05) * 24) % 1;
    const word = Math.floor((px + 0.34) * 34);
    const length = 6 + grain(1, line, salt) * 9;
    const price = word > 19 && word < 22;
    const inked =
      inLine > 0.3 &&
      inLine < 0.62 &&
      line > 0 &&
      line < 18 &&
      line !== 4 &&
      (price || (word > 0 && word < length && grain(word, line, salt) > 0.16));
    const ring = Math.abs(reach(px - 0.12, y - 0.82) - 0.085);
    const paper = mix([252, 250, 244], [236, 232, 222], smooth(0.2, 0.34, Math.abs(px)));
    return mix(inked ? [62, 62, 68] : paper, stamp, (1 - smooth(0.006, 0.009, ring)) * 0.8);
  };
};

export const SCENES = { mountains, sea, town, lights, dish, flower, cat, slip } satisfies Record<
  string,
  Scene
>;
export type SceneName = keyof typeof SCENES;
