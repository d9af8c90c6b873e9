import { foldText, serbianLatin } from './fold-text.ts';
import { KEYWORDS, type Meaning } from './keywords.ts';
import { LANGUAGES, languagesFrom, type Language } from './languages.ts';
import { isPhrase, withoutCourtesy } from './phrase.ts';
import { PHRASES } from './phrases.ts';

/** What a text was taken to mean. */
export interface ReplyReading {
  meaning: Meaning;
  /** `keyword`: the text is the keyword. `phrase`: its words plainly ask for it; shown to a person beside the text. */
  confidence: 'keyword' | 'phrase';
  language: Language;
  /** For the inbox and the evidence, as `keyword STOP (Polish)`; of the text it holds the words that decided, no others. */
  why: string;
}

/** Nobody needs more words to ask for silence; it also bounds the work that a hostile text can make. */
const MAX_PHRASE_WORDS = 20;

const MEANINGS = ['help', 'start', 'stop'] as const satisfies readonly Meaning[];

/** STOP is written last, so that a word which stands in two lists of a language is a STOP. */
const FOLDED: ReadonlyMap<Language, ReadonlyMap<string, Meaning>> = new Map(
  languagesFrom().map((language) => [
    language,
    new Map(
      MEANINGS.flatMap((meaning) =>
        KEYWORDS[language][meaning].map((word): [string, Meaning] => [foldText(word), meaning]),
      ),
    ),
  ]),
);

/** The folded text in the script of the language's tables; null when it cannot be of this language. */
function inScript(folded: string, language: Language): string | null {
  return language === 'sr-Cyrl' ? serbianLatin(folded) : folded;
}

/** `STOP STOP STOP` is STOP. */
function withoutRepeats(folded: string): string {
  const words = new Set(folded.split(' '));
  return words.size === 1 ? ([...words][0] ?? '') : folded;
}

function keywordIn(folded: string, language: Language): Meaning | null {
  return FOLDED.get(language)?.get(withoutRepeats(folded)) ?? null;
}

/**
 * The sentences of a text, folded, each followed by what stands after its last comma: `I paid already, stop texting me`
 * asks, `don't text me, I'm driving` does not.
 */
function sentencesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .split(/[.!?…;\n]+/u)
    .flatMap((sentence) => [sentence, sentence.slice(sentence.lastIndexOf(',') + 1)])
    .map(foldText)
    .filter(isShort);
}

function isShort(folded: string): boolean {
  return folded.split(' ').length <= MAX_PHRASE_WORDS;
}

interface PhraseFound {
  meaning: Meaning;
  /** The words that decided it, without the rest of the text. */
  words: string;
}

/** A keyword among greetings and thanks: `Stop please`, `Hi. Wrong number. STOP`. */
function politeKeyword(text: string, language: Language): PhraseFound | null {
  const folded = inScript(text, language);
  if (folded === null || !isShort(folded)) return null;
  const words = withoutCourtesy(folded, PHRASES[language].courtesy);
  const meaning = keywordIn(words, language);
  return meaning && { meaning, words };
}

function askedToStop(sentences: readonly string[], language: Language): PhraseFound | null {
  const { courtesy, stop } = PHRASES[language];
  for (const sentence of sentences) {
    const folded = inScript(sentence, language);
    if (folded === null) continue;
    const words = [withoutCourtesy(folded, courtesy), folded].find((words) => isPhrase(words, stop));
    if (words !== undefined) return { meaning: 'stop', words };
  }
  return null;
}

/**
 * What an incoming text means for opt-out; null for ordinary texts. Keywords of every language come before phrases of any;
 * between languages those of `country` (ISO 3166-1 alpha-2, the sender's) come first. Phrases are understood for STOP only:
 * a person who wants texts again says START.
 */
export function readReply(text: string, country?: string): ReplyReading | null {
  const languages = languagesFrom(country);
  const folded = foldText(text);
  for (const language of languages) {
    const meaning = keywordIn(inScript(folded, language) ?? '', language);
    if (meaning) return reading({ meaning, confidence: 'keyword', language }, withoutRepeats(folded));
  }
  const sentences = sentencesOf(text);
  for (const language of languages) {
    const found = politeKeyword(folded, language) ?? askedToStop(sentences, language);
    if (found) return reading({ meaning: found.meaning, confidence: 'phrase', language }, found.words);
  }
  return null;
}

function reading(found: Omit<ReplyReading, 'why'>, words: string): ReplyReading {
  const shown = found.confidence === 'keyword' ? words.toUpperCase() : `“${words}”`;
  return { ...found, why: `${found.confidence} ${shown} (${LANGUAGES[found.language]})` };
}
