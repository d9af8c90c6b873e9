import { fetchBlob, type ApiClient } from '@smseal/client';
import type { Attachment } from '@smseal/protocol';
import { EngineError } from '../engine-error.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { MadeFile } from '../rpc/wire.ts';
import { attachmentsOf } from './thread-entry.ts';

const MOST_KEPT = 30;

/** What may be shown in place; anything else is handed out as plain octets, so that no browser runs it as a document. */
const SHOWN = /^(?:image\/(?:jpeg|png|gif|webp|avif|bmp)|(?:audio|video)\/[a-z0-9.+-]+|text\/(?:x-)?vcard)$/i;

/** Fetches and opens attachments; the latest are kept in memory. */
export class AttachmentOpener {
  readonly #api: ApiClient;
  readonly #mailbox: Mailbox;
  readonly #opened = new Map<string, Promise<Blob>>();

  constructor(api: ApiClient, mailbox: Mailbox) {
    this.#api = api;
    this.#mailbox = mailbox;
  }

  /** @param key the attachment's blob. @throws EngineError `attachment-gone`; SealError when it was altered. */
  async open(item: string, key: string): Promise<MadeFile> {
    const entry = this.#mailbox.entry(item);
    const attachment = entry && attachmentsOf(entry).find((one) => one.blob === key);
    if (!attachment) {
      throw new EngineError(
        'attachment-gone',
        'This attachment is no longer there; its message was deleted.',
      );
    }
    const blob = await this.#kept(attachment);
    return { blob, contentType: blob.type, name: attachment.name };
  }

  /** Keeps none of those that were opened. */
  forget(): void {
    this.#opened.clear();
  }

  #kept(attachment: Attachment): Promise<Blob> {
    const known = this.#opened.get(attachment.blob);
    if (known) return known;
    const opening = fetchBlob(this.#api, attachment).then(
      (octets) => new Blob([octets], { type: shownType(attachment.contentType) }),
    );
    opening.catch(() => this.#opened.delete(attachment.blob));
    this.#opened.set(attachment.blob, opening);
    const oldest = this.#opened.keys().next().value;
    if (this.#opened.size > MOST_KEPT && oldest !== undefined) this.#opened.delete(oldest);
    return opening;
  }
}

function shownType(contentType: string): string {
  return SHOWN.test(contentType) ? contentType : 'application/octet-stream';
}
