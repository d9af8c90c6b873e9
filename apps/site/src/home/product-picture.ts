import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { html, type Html } from '../html/html.ts';

/** A file that a page shows, and its address, which names its content. */
export interface Picture {
  /** Below the site's folder. */
  name: string;
  octets: Buffer;
}

function read(file: string): Picture {
  const octets = readFileSync(path.join(import.meta.dirname, 'picture', file));
  const digest = createHash('sha256').update(octets).digest('hex').slice(0, 12);
  return { name: `assets/app-${path.basename(file, '.webp')}-${digest}.webp`, octets };
}

/** The app with made-up people, as `apps/web/test/take-product-picture.ts` photographs it. */
const [WIDE, WIDE_DARK, NARROW, NARROW_DARK] = [
  read('wide-light.webp'),
  read('wide-dark.webp'),
  read('narrow-light.webp'),
  read('narrow-dark.webp'),
];

export const PICTURES: readonly Picture[] = [WIDE, WIDE_DARK, NARROW, NARROW_DARK];

export const PRODUCT_PICTURE: Html = html`<picture class="product">
  <source
    srcset="/${NARROW_DARK.name}"
    media="(width < 600px) and (prefers-color-scheme: dark)"
    width="390"
    height="560"
  />
  <source srcset="/${NARROW.name}" media="(width < 600px)" width="390" height="560" />
  <source srcset="/${WIDE_DARK.name}" media="(prefers-color-scheme: dark)" />
  <img
    src="/${WIDE.name}"
    width="1000"
    height="600"
    alt="The inbox with an open conversation, which is marked as sealed."
  />
</picture>`;
