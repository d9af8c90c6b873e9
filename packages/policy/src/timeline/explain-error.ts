import type { WayOut } from './text-timeline.ts';

/** What errors mean and what helps, by the code that a device reports. */
const MEANINGS: Readonly<Record<string, string>> = {
  suppressed:
    'The number is on the list of those that must not be texted, so it was not handed to the carrier.',
  'not-encodable': 'The text cannot be put into parts that this carrier takes.',
  refused: 'The server would not take the batch, so no device ever had it.',
  'attachment-missing': 'A picture of the text could not be read on the phone.',
  ESME_RINVMSGLEN: 'The carrier finds the text too long or too short for one message.',
  ESME_RINVSRCADR:
    'The carrier does not accept this sender; ask it which numbers or names you may send from.',
  ESME_RINVDSTADR: 'The carrier finds that the number is none that it can reach; check it.',
  ESME_RINVSRCTON: 'The carrier does not accept a sender of this kind, as a name or a short code.',
  ESME_RINVSRCNPI: 'The carrier does not accept a sender of this numbering plan.',
  ESME_RINVDSTTON: 'The carrier does not accept a recipient of this kind, as a short code.',
  ESME_RINVDSTNPI: 'The carrier does not accept a recipient of this numbering plan.',
  ESME_RINVDCS: 'The carrier does not pass on texts in this alphabet.',
  ESME_RINVEXPIRY: 'The carrier does not accept how long it should try.',
  ESME_RINVSCHED: 'The carrier does not accept the time at which it should send.',
  ESME_RSUBMITFAIL: 'The carrier refused the text without saying why; ask it, with the time and the number.',
  ESME_RSYSERR: 'The carrier had a fault of its own, again and again, until the tries were used up.',
  ESME_RMSGQFUL: 'The carrier’s queue was full until the text’s time ran out.',
  ESME_RTHROTTLED:
    'The carrier asked to send slower until the text’s time ran out; lower the carrier’s limit.',
  ESME_RPROHIBITED: 'The carrier’s contract does not allow this text or this recipient.',
  ESME_RSERTYPUNAUTH: 'The carrier’s account may not use this service.',
  ESME_RSERTYPDENIED: 'The carrier denies this service to the account.',
  ESME_RX_T_APPN: 'The carrier’s application refused the text for the moment, until the tries were used up.',
  ESME_RX_P_APPN: 'The carrier’s application refused the text for good.',
  ESME_RX_R_APPN: 'The carrier’s application rejected the text.',
  ESME_RDELIVERYFAILURE: 'The carrier could not deliver the text.',
  UNDELIV: 'The carrier gave up: the number is not in use, or does not take texts.',
  REJECTD: 'The carrier rejected the text after it had taken it; filters against spam do so.',
  DELETED: 'The carrier deleted the text before it was delivered.',
};

/** What an error means. A carrier's own codes are its own: there the text of the report is all that is known. */
export function explainError({ code, text }: { code: string; text: string }, way: WayOut): string {
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  if (known !== undefined) return known;
  if (way.kind === 'radio') return text;
  const own = /^(0x)?[0-9a-f]{1,8}$/i.test(code);
  return own
    ? `${text} The code ${code} is the carrier’s own; its support can say what it stands for.`
    : text;
}
