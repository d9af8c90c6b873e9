import { Seeded } from '../random/seeded.ts';
import { encodeJpeg } from './jpeg.ts';
import { encodePng } from './png.ts';
import { paintPortrait } from './portrait.ts';
import { paint } from './raster.ts';
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
  [[480, 360], 5],
  [[360, 480], 3],
  [[400, 400], 1],
  [[560, 316], 1],
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

/** Paints and encodes: the same recipe gives the same octets. */
export function makePicture(recipe: PictureRecipe): Uint8Array<ArrayBuffer> {
  const shade = SCENES[recipe.scene](new Seeded(`picture ${recipe.seed}`), recipe.width / recipe.height);
  const raster = paint(recipe.width, recipe.height, shade);
  return recipe.contentType === 'image/png' ? encodePng(raster) : encodeJpeg(raster);
}

/** A contact's photo: JPEG, 96 × 96, under 8 kB. */
export function makePhoto(seed: string): Uint8Array<ArrayBuffer> {
  return encodeJpeg(paintPortrait(seed), 86);
}
