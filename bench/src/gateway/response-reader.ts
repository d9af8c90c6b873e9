const HEAD_END = '\r\n\r\n';
const EXCERPT = 400;

/** The answer to one request. */
export interface Response {
  status: number;
  /** Its beginning, where the status is not 202. */
  body: string;
}

/** Reads HTTP/1.1 answers that say their length, one after another. */
export class ResponseReader {
  #head = '';
  /** Octets of the body that are still to come; null within the head. */
  #missing: number | null = null;
  #status = 0;
  #body = '';

  /** @returns the answer that ends with this chunk; null when it goes on. */
  read(chunk: Buffer): Response | null {
    let content = chunk;
    if (this.#missing === null) {
      this.#head += chunk.toString('latin1');
      const end = this.#head.indexOf(HEAD_END);
      if (end < 0) return null;
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.#head.slice(0, end))?.[1];
      if (length === undefined)
        throw new Error(`an answer without a length: ${this.#head.slice(0, EXCERPT)}`);
      this.#status = Number(this.#head.slice(9, 12));
      this.#missing = Number(length);
      content = chunk.subarray(chunk.length - (this.#head.length - end - HEAD_END.length));
      this.#head = '';
      this.#body = '';
    }
    if (this.#status !== 202 && this.#body.length < EXCERPT)
      this.#body += content.toString('latin1', 0, EXCERPT);
    this.#missing -= content.length;
    if (this.#missing > 0) return null;
    this.#missing = null;
    return { status: this.#status, body: this.#body };
  }
}
