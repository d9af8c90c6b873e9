/**
 * The neutral carrier. It reads no more of a PDU than its head and the recipient's last digits, and answers everything
 * that came with one read in one write, so that it is not what is measured.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { COMMAND_IDS, encodePdu, formatReceipt, STATUSES } from '@smseal/smpp';
import { NumberSet } from './number-set.ts';
import type { Behaviour, Seen, SmscOrder } from './neutral-smsc.ts';

const HEAD = 16;
const READ_OCTETS = 256 * 1024;
/** Ids are ten digits, so that every answer has the same length. */
const FIRST_ID = 1_000_000_000;
const ID_DIGITS = 10;
const ANSWER_OCTETS = HEAD + ID_DIGITS + 1;
/** `48` and nine digits. */
const NUMBER_DIGITS = 11;
const SYSTEM_ID = 'smsc';
/** `esm_class` of a receipt (SMPP 3.4 §5.2.12). */
const RECEIPT = 4;

const receipt = receiptTemplate();
let behaviour: Behaviour = {};
let seen: Seen = nothingSeen();
const numbers = new NumberSet();
let heldInAll = 0;
let nextId = FIRST_ID;
let nextSequence = 1;

function nothingSeen(): Seen {
  return { acknowledged: 0, distinct: 0, refused: 0, receiptsTaken: 0, firstAt: 0, lastAt: 0, heldMs: 0 };
}

/** A receipt with room for the number, the id and the sequence number of each. */
function receiptTemplate(): { octets: Buffer; idAt: number; numberAt: number } {
  const id = '9'.repeat(ID_DIGITS);
  const number = '8'.repeat(NUMBER_DIGITS);
  const at = Date.now();
  const text = formatReceipt({ id, state: 'DELIVERED', submittedAt: at, doneAt: at, text: 'Hello' });
  const octets = encodePdu(
    {
      command: 'deliver_sm',
      sourceAddrTon: 1,
      sourceAddrNpi: 1,
      sourceAddr: number,
      destinationAddr: 'ACME',
      esmClass: RECEIPT,
      shortMessage: Buffer.from(text),
    },
    1,
  );
  return { octets, idAt: octets.indexOf(id), numberAt: octets.indexOf(number) };
}

/** Receipts that nobody has taken yet, by their sequence number. */
const outstanding = new Map<number, Buffer>();
/** How soon one that was refused is brought again, ms. */
const AGAIN_MS = 20;

/** One connection. */
class Line {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  read(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    // Nothing is answered with more octets than it had.
    const answers = Buffer.allocUnsafe(data.length + ANSWER_OCTETS);
    const receipts: Buffer[] = [];
    let [at, written, texts] = [0, 0, 0];
    while (data.length - at >= HEAD) {
      const end = at + data.readUInt32BE(at);
      if (end > data.length) break;
      const command = data.readUInt32BE(at + 4);
      if (command === COMMAND_IDS.submit_sm && !behaviour.refuses) {
        texts++;
        const id = String(nextId++);
        data.copy(answers, written + 12, at + 12, at + HEAD);
        answers.writeUInt32BE(ANSWER_OCTETS, written);
        answers.writeUInt32BE(COMMAND_IDS.submit_sm_resp, written + 4);
        answers.writeUInt32BE(0, written + 8);
        answers.write(id, written + HEAD, 'latin1');
        answers[written + ANSWER_OCTETS - 1] = 0;
        written += ANSWER_OCTETS;
        const numberEnd = endOfRecipient(data, at);
        numbers.add(data, numberEnd);
        if (behaviour.receipts) receipts.push(receiptOf(id, data, numberEnd));
      } else if (command === COMMAND_IDS.deliver_sm_resp) this.#heardOfReceipt(data.subarray(at, end));
      else written += answerOther(data.subarray(at, end), answers.subarray(written));
      at = end;
    }
    this.#rest = data.subarray(at);
    if (written === 0) return;
    const octets = answers.subarray(0, written);
    const readAt = performance.now();
    const write = (): void => {
      this.#socket.write(receipts.length === 0 ? octets : Buffer.concat([octets, ...receipts]));
      if (texts === 0) return;
      const now = performance.now();
      seen.acknowledged += texts;
      heldInAll += texts * (now - readAt);
      seen.lastAt = performance.timeOrigin + now;
      seen.firstAt ||= seen.lastAt;
    };
    if (texts > 0 && behaviour.delayMs) setTimeout(write, behaviour.delayMs);
    else write();
  }

  /** A receipt that is refused, because the other side is busy, is brought again: carriers do so. */
  #heardOfReceipt(answer: Buffer): void {
    const sequence = answer.readUInt32BE(12);
    const receipt = outstanding.get(sequence);
    if (receipt === undefined) return;
    if (answer.readUInt32BE(8) !== 0) {
      setTimeout(() => this.#socket.write(receipt), AGAIN_MS);
      return;
    }
    outstanding.delete(sequence);
    seen.receiptsTaken++;
  }
}

/** Where the recipient's number ends: behind service type, numbering, sender and numbering (SMPP 3.4 §4.4.1). */
function endOfRecipient(data: Buffer, at: number): number {
  const sender = data.indexOf(0, at + HEAD) + 3;
  const recipient = data.indexOf(0, sender) + 3;
  return data.indexOf(0, recipient);
}

function receiptOf(id: string, data: Buffer, numberEnd: number): Buffer {
  const octets = Buffer.from(receipt.octets);
  const sequence = nextSequence++ & 0x7fffffff;
  octets.writeUInt32BE(sequence, 12);
  outstanding.set(sequence, octets);
  octets.write(id, receipt.idAt, 'latin1');
  data.copy(octets, receipt.numberAt, numberEnd - NUMBER_DIGITS, numberEnd);
  return octets;
}

/** Answers what is no text, or refuses one. @returns octets written. */
function answerOther(pdu: Buffer, into: Buffer): number {
  const command = pdu.readUInt32BE(4);
  if (command >= 0x80000000) return 0;
  const isText = command === COMMAND_IDS.submit_sm;
  if (isText) seen.refused++;
  const isBind = BINDS.has(command);
  const length = isBind ? HEAD + SYSTEM_ID.length + 1 : HEAD;
  into.writeUInt32BE(length, 0);
  into.writeUInt32BE(command + 0x80000000, 4);
  into.writeUInt32BE(isText ? STATUSES.ESME_RTHROTTLED.code : 0, 8);
  pdu.copy(into, 12, 12, HEAD);
  if (isBind) into.write(`${SYSTEM_ID}\0`, HEAD, 'latin1');
  return length;
}

const BINDS: ReadonlySet<number> = new Set([
  COMMAND_IDS.bind_receiver,
  COMMAND_IDS.bind_transmitter,
  COMMAND_IDS.bind_transceiver,
]);

const server = createServer({ noDelay: true, highWaterMark: READ_OCTETS }, (socket) => {
  const line = new Line(socket);
  socket.on('data', (chunk: Buffer) => line.read(chunk));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', ({ begin }: SmscOrder) => {
  if (begin !== undefined) {
    behaviour = begin;
    outstanding.clear();
    seen = nothingSeen();
    heldInAll = 0;
    numbers.clear();
  }
  seen.distinct = numbers.size;
  seen.heldMs = heldInAll / Math.max(1, seen.acknowledged);
  process.send?.(seen);
});
process.once('disconnect', () => process.exit(0));
