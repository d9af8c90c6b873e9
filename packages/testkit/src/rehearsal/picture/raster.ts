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

/** The same picture at `width` × `height`, colours between the pixels' centres mixed: a cheap way to paint soft things. */
export function enlarge(small: Raster, width: number, height: number): Raster {
  const rgb = new Uint8Array(width * height * 3);
  const columns = Array.from({ length: width }, (_, x) => neighbours(x, width, small.width));
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    const row = neighbours(y, height, small.height);
    const above = row.first * small.width;
    const below = row.second * small.width;
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel += 1) {
        const a = small.rgb[(above + column.first) * 3 + channel] ?? 0;
        const b = small.rgb[(above + column.second) * 3 + channel] ?? 0;
        const c = small.rgb[(below + column.first) * 3 + channel] ?? 0;
        const d = small.rgb[(below + column.second) * 3 + channel] ?? 0;
        const upper = a + (b - a) * column.share;
        rgb[at] = upper + (c + (d - c) * column.share - upper) * row.share + 0.5;
        at += 1;
      }
    }
  }
  return { width, height, rgb };
}

/** The two small pixels around a large one, and how near it is to the second. */
function neighbours(
  large: number,
  size: number,
  smallSize: number,
): { first: number; second: number; share: number } {
  const at = Math.max(0, ((large + 0.5) * smallSize) / size - 0.5);
  const first = Math.min(smallSize - 1, Math.floor(at));
  return { first, second: Math.min(smallSize - 1, first + 1), share: at - Math.floor(at) };
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
