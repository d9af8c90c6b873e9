/** A picture in memory: rows from the top, three octets a pixel. */
export interface Raster {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** Red, green and blue from 0 to 255; fractions are rounded when set. */
export type Colour = readonly [number, number, number];

/** Paints a raster by asking `shade` for the colour at each pixel's centre; x and y run from 0 to 1. */
export function paint(width: number, height: number, shade: (x: number, y: number) => Colour): Raster {
  const rgb = new Uint8Array(width * height * 3);
  let at = 0;
  for (let py = 0; py < height; py += 1) {
    const y = (py + 0.5) / height;
    for (let px = 0; px < width; px += 1) {
      const [r, g, b] = shade((px + 0.5) / width, y);
      rgb[at] = clamp(r);
      rgb[at + 1] = clamp(g);
      rgb[at + 2] = clamp(b);
      at += 3;
    }
  }
  return { width, height, rgb };
}

/** The colour at `share` (0 to 1) of the way from `a` to `b`. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  if (share <= 0) return a;
  if (share >= 1) return b;
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** A colour from hue (degrees), saturation and lightness (0 to 1). */
export function hsl(hue: number, saturation: number, lightness: number): Colour {
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const spread = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

function clamp(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}
