/**
 * Reads SMS Backup & Restore XML as a stream: texts, picture messages with parts and addresses, calls, interleaved as
 * they come. Holds one item at a time, whatever the size of the file. What real files do and the published schema does
 * not say is in docs/how-to/import.md.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { SaxesParser } from 'saxes';
import { MAX_BLOB_OCTETS } from '@smseal/protocol';
import { EntityMender } from './entities.ts';
import { PartLifter, type Lifted } from './part-lifter.ts';

/** Attributes of an element as they stand; the text `null` means that the phone had no value. */
export type RawAttributes = Readonly<Record<string, string>>;

export interface RawPart {
  attributes: RawAttributes;
  /** The part's octets, where the backup holds them. */
  data: Lifted | null;
}

export type BackupItem =
  | { kind: 'sms'; attributes: RawAttributes }
  | { kind: 'mms'; attributes: RawAttributes; parts: RawPart[]; addresses: RawAttributes[] }
  | { kind: 'call'; attributes: RawAttributes };

export type BackupEvent =
  | { type: 'announced'; count: number }
  | { type: 'item'; item: BackupItem; octets: number }
  /** Something that is not a text, picture message or call; nothing is lost silently. */
  | { type: 'unknown'; element: string }
  /** The file breaks off or is not well-formed from here on; everything before has been read. */
  | { type: 'broken'; reason: string; octets: number }
  | { type: 'end'; octets: number; mended: number };

const ROOTS = new Set(['smses', 'calls', 'allsms', 'alllogs', 'contents']);
const LEAVES = new Set(['parts', 'part', 'addrs', 'addr']);

class Collector {
  readonly events: BackupEvent[] = [];
  readonly #lifter: PartLifter;
  #mms: Extract<BackupItem, { kind: 'mms' }> | null = null;
  #depth = 0;

  constructor(lifter: PartLifter) {
    this.#lifter = lifter;
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#depth++;
    const octets = name === 'part' ? this.#octetsOf(attributes) : null;
    if (this.#lifter.holding)
      for (const [key, value] of Object.entries(attributes)) attributes[key] = this.#lifter.restore(value);
    if (this.#depth === 1 && ROOTS.has(name)) {
      const count = Number.parseInt(attributes['count'] ?? '', 10);
      if (Number.isFinite(count)) this.events.push({ type: 'announced', count });
    } else if (name === 'sms' || name === 'call') this.#push({ kind: name, attributes });
    else if (name === 'mms') this.#mms = { kind: 'mms', attributes, parts: [], addresses: [] };
    else if (name === 'part' && this.#mms) {
      this.#mms.parts.push({ attributes, data: octets });
    } else if (name === 'addr' && this.#mms) this.#mms.addresses.push(attributes);
    else if (!LEAVES.has(name)) this.events.push({ type: 'unknown', element: name });
  }

  close(name: string): void {
    this.#depth--;
    if (name !== 'mms' || !this.#mms) return;
    this.#push(this.#mms);
    this.#mms = null;
  }

  #octetsOf(attributes: Record<string, string>): Lifted | null {
    const { data } = attributes;
    if (data === undefined) return null;
    delete attributes['data'];
    const lifted = this.#lifter.take(data);
    if (lifted !== undefined) return lifted;
    const octets = new Uint8Array(Buffer.from(data, 'base64'));
    return octets.length > MAX_BLOB_OCTETS ? 'too-large' : octets;
  }

  #push(item: BackupItem): void {
    this.events.push({ type: 'item', item, octets: 0 });
  }
}

/**
 * Yields the events of a backup in the file's order.
 * @throws the file system's error when the file cannot be read.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupEvent> {
  const size = (await stat(file)).size;
  const lifter = new PartLifter(MAX_BLOB_OCTETS);
  const collector = new Collector(lifter);
  const mender = new EntityMender();
  const parser = new SaxesParser({ fragment: false });
  let failure: Error | null = null;
  parser.on('opentag', (tag) => collector.open(tag.name, tag.attributes as Record<string, string>));
  parser.on('closetag', (tag) => collector.close(tag.name));
  parser.on('error', (error) => (failure ??= error));
  const decoder = new TextDecoder('utf-8');
  let octets = 0;
  const drain = function* (): Generator<BackupEvent> {
    for (const event of collector.events.splice(0))
      yield event.type === 'item' ? { ...event, octets } : event;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
    octets += chunk.length;
    parser.write(lifter.push(mender.push(decoder.decode(chunk, { stream: true }))));
    yield* drain();
    if (failure) break;
  }
  if (!failure) {
    parser.write(lifter.push(mender.push(decoder.decode()) + mender.end()) + lifter.end());
    parser.close();
    yield* drain();
  }
  if (failure) yield { type: 'broken', reason: reasonOf(failure, octets === size), octets };
  else yield { type: 'end', octets, mended: mender.replaced };
}

function reasonOf(failure: Error, atEnd: boolean): string {
  const plain = failure.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
  return atEnd && /unclosed|unexpected end/i.test(plain)
    ? `the file breaks off (${plain})`
    : `not well-formed (${plain})`;
}
