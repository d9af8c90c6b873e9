/** Letters that Unicode does not decompose, as people write them where a keyboard lacks them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  đ: 'd',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
};

/** Serbian Cyrillic in the folded Latin script (ć and č are both c there). */
const SERBIAN_LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  'а=a б=b в=v г=g д=d ђ=d е=e ж=z з=z и=i ј=j к=k л=l љ=lj м=m н=n њ=nj о=o п=p р=r с=s т=t ћ=c у=u ф=f х=h ц=c ч=c џ=dz ш=s'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);

/**
 * Letters without case, width, accents and apostrophes; everything else stays. Turkish İ and ı are both `i`: under the
 * plain lower-case rule İ would become two characters and miss every keyword.
 */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}'’‘ʼ`´]/gu, '')
    .replace(/[łđøæœßıς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/**
 * A text as keywords and phrases are compared with it: folded letters and digits, single spaces between words. Letters that
 * stand alone, as in `S T O P` and `S.T.O.P.`, are one word.
 */
export function foldText(text: string): string {
  const words = foldLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const spelled = words.length > 2 && words.every((word) => word.length === 1);
  return words.join(spelled ? '' : ' ');
}

/** Folded Serbian Cyrillic in Latin letters; null when the text is not Cyrillic, or not Serbian. */
export function serbianLatin(folded: string): string | null {
  if (!/^[абвгдђежзијклљмнњопрстћуфхцчџш0-9 ]*$/.test(folded) || !/[а-џ]/.test(folded)) return null;
  return folded.replace(/[а-џ]/g, (letter) => SERBIAN_LATIN[letter] ?? letter);
}
