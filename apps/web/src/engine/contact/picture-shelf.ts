import { fromBase64Url } from '@smseal/protocol';

/** A small picture as payloads carry it. */
export interface SmallPicture {
  contentType: string;
  /** Octets in base64url. */
  data: string;
}

/** What a picture may be shown as: types that a browser never runs as a document. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);
const MOST = 4_000;

/**
 * Addresses (`blob:`) of small pictures, made once and kept: lists hand out short addresses instead of copies of octets.
 * The oldest are given up beyond a limit.
 */
export class PictureShelf {
  readonly #urls = new Map<string, string>();

  /** The picture's address, or null when it is not a picture that can be shown. */
  url(key: string, picture: SmallPicture): string | null {
    const known = this.#urls.get(key);
    if (known !== undefined) return known;
    if (!SHOWN.has(picture.contentType)) return null;
    const octets = octetsOf(picture.data);
    if (!octets) return null;
    if (this.#urls.size >= MOST) this.#dropOldest();
    const url = URL.createObjectURL(new Blob([octets], { type: picture.contentType }));
    this.#urls.set(key, url);
    return url;
  }

  /** Gives up the pictures whose keys begin so. */
  drop(prefix: string): void {
    for (const [key, url] of this.#urls) {
      if (!key.startsWith(prefix)) continue;
      URL.revokeObjectURL(url);
      this.#urls.delete(key);
    }
  }

  clear(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  #dropOldest(): void {
    const oldest = this.#urls.entries().next().value;
    if (!oldest) return;
    URL.revokeObjectURL(oldest[1]);
    this.#urls.delete(oldest[0]);
  }
}

function octetsOf(data: string): Uint8Array<ArrayBuffer> | null {
  try {
    return fromBase64Url(data);
  } catch {
    return null;
  }
}
