import { Seeded } from '../random/seeded.ts';
import { encodeJpeg } from './jpeg.ts';
import { encodePng } from './png.ts';
import { paintPortrait } from './portrait.ts';
import { enlarge, paint } from './raster.ts';
import { SCENES, type SceneName } from './scenes.ts';

/** What it takes to make a picture again: histories carry this instead of octets. */
export interface PictureRecipe {
  scene: SceneName;
  seed: number;
  contentType: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
}

/** Everything that there is a picture of. */
export const SCENE_NAMES = Object.keys(SCENES) as readonly SceneName[];

const SHAPES: readonly (readonly [readonly [number, number], number])[] = [
  [[400, 300], 5],
  [[300, 400], 3],
  [[320, 320], 1],
  [[448, 252], 1],
];

/** Chooses a picture; `scene` when the text around it says what is on it. */
export function choosePicture(random: Seeded, scene?: SceneName): PictureRecipe {
  const chosen = scene ?? random.pick(SCENE_NAMES);
  const [width, height] = random.weighted(SHAPES);
  return {
    scene: chosen,
    seed: random.int(0, 0x7fffffff),
    contentType: chosen === 'slip' || random.chance(0.1) ? 'image/png' : 'image/jpeg',
    width,
    height,
  };
}

/** Scenes with hard edges, which must be painted pixel by pixel. */
const SHARP: ReadonlySet<SceneName> = new Set(['slip', 'town'] as const);

/** Paints and encodes: the same recipe gives the same octets. */
export function makePicture({
  scene,
  seed,
  contentType,
  width,
  height,
}: PictureRecipe): Uint8Array<ArrayBuffer> {
  const shade = SCENES[scene](new Seeded(`picture ${seed}`), width / height);
  const raster = SHARP.has(scene)
    ? paint(width, height, shade)
    : enlarge(paint(Math.ceil(width / 2), Math.ceil(height / 2), shade), width, height);
  return contentType === 'image/png' ? encodePng(raster) : encodeJpeg(raster);
}

/** A contact's photo: JPEG, 96 × 96, under 8 kB. */
export function makePhoto(seed: string): Uint8Array<ArrayBuffer> {
  return encodeJpeg(paintPortrait(seed), 86);
}
