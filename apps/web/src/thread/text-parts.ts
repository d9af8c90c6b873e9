/** A text cut into what is plain and what is an address that one can follow. */
export type TextPart = { kind: 'plain'; text: string } | { kind: 'link'; text: string; href: string };

const LINK = /\bhttps?:\/\/[^\s<>"'`]+/giu;
/** Punctuation that ends a sentence, not an address. */
const TAIL = /[.,;:!?)\]}»”’]+$/u;

/** Finds links. They are shown, never fetched. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of text.matchAll(LINK)) {
    const tail = TAIL.exec(found[0])?.[0] ?? '';
    const address = found[0].slice(0, found[0].length - tail.length);
    if (!URL.canParse(address)) continue;
    if (found.index > done) parts.push({ kind: 'plain', text: text.slice(done, found.index) });
    parts.push({ kind: 'link', text: address, href: address });
    done = found.index + address.length;
  }
  if (done < text.length) parts.push({ kind: 'plain', text: text.slice(done) });
  return parts;
}

/** Words that come with one-time codes, in the languages that senders use most. */
const CODE_WORDS =
  /\b(code|codes|otp|pin|tan|password|passcode|verif\w*|2fa|kod|kód|código|codice|codigo|wachtwoord|bestätigung\w*|sicherheitscode)\b|код|пароль|κωδικ|認証|驗證|验证|인증/iu;
const CODE = /(?<![\p{L}\p{N}.,/+-])(?:[A-Z]{1,2}-)?(\d{3}[ -]\d{3}|\d{4,8})(?![\p{N}%€$£]|[.,/-]\p{N})/u;

/** The one-time code in an incoming text, digits only; null when the text does not look like one. */
export function oneTimeCode(text: string): string | null {
  if (text.length > 300 || !CODE_WORDS.test(text)) return null;
  return CODE.exec(text)?.[1]?.replaceAll(/[ -]/g, '') ?? null;
}
