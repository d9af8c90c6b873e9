/** Why a character can be replaced, and by what kind of thing. */
export type ReplacementReason =
  | 'quote'
  | 'dash'
  | 'space'
  | 'invisible'
  | 'punctuation'
  | 'symbol'
  | 'form'
  | 'look-alike'
  | 'figure'
  | 'mark'
  | 'accent'
  | 'letter';

/**
 * For every reason, whether the reader loses something (a letter's identity, a figure's place), and a sentence's end for
 * people: "ł is replaced: …".
 */
export const REPLACEMENT_REASONS = {
  quote: { loss: false, sentence: 'a typographic quotation mark or apostrophe' },
  dash: { loss: false, sentence: 'a typographic dash or hyphen' },
  space: { loss: false, sentence: 'a special space, tab or line end' },
  invisible: { loss: false, sentence: 'a character that shows nothing' },
  punctuation: { loss: false, sentence: 'punctuation of another width or script' },
  symbol: { loss: false, sentence: 'a symbol that plain characters can spell' },
  form: { loss: false, sentence: 'another form of the same characters' },
  'look-alike': { loss: false, sentence: 'a Greek capital that looks like a Latin one' },
  figure: { loss: true, sentence: 'a raised, circled or broken figure, which can run into its neighbours' },
  mark: { loss: true, sentence: 'a mark on the character before it' },
  accent: { loss: true, sentence: 'a letter without its accent' },
  letter: { loss: true, sentence: 'another letter' },
} as const satisfies Record<ReplacementReason, { loss: boolean; sentence: string }>;

/** Replacement to the characters that it can stand for: what has no decomposition to the alphabet, or a misleading one. */
type Substitutes = Readonly<Record<string, string>>;

const SUBSTITUTES: Partial<Record<ReplacementReason, Substitutes>> = {
  quote: {
    "'": '`´‘’‚‛′ʹʻʼʽˈˊˋ❛❜',
    '"': '“”„‟″«»¨ʺˮ❝❞〝〞',
    '<': '‹',
    '>': '›',
  },
  dash: { '-': '‐‑‒–—―−⁃⎼⎽¯' },
  space: { ' ': '\t\u00a0', '\n': '\u000b\u0085\u2028\u2029' },
  punctuation: {
    '...': '…',
    ',': '、､¸︑﹑',
    '.': '·‧∙⋅。｡',
    ':': 'ːː˸⦂꞉',
    ';': '⁏',
    '!': 'ǃ',
    _: '‗',
    '(': '❨❪⟮⦅｟',
    ')': '❩❫⟯⦆｠',
    '{': '❴',
    '}': '❵',
  },
  symbol: {
    '*': '•⁎∗⊛✢✣✤✥✱✲✳✺✻✼✽❃❉❊❋⧆',
    '/': '÷⁄∕⧸',
    '\\': '∖⧵⧹',
    '|': '¦∣⎸⎹⏐⎜⎟',
    '~': '∼˜˷',
    '^': 'ˆ',
    '+': '˖',
    '=': '꞊',
    x: '×',
    '+/-': '±',
    '!=': '≠',
    '<=': '≤',
    '>=': '≥',
    '->': '→',
    '<-': '←',
    '=>': '⇒',
    '(c)': '©',
    '(R)': '®',
  },
  letter: {
    l: 'ł',
    L: 'Ł',
    d: 'đðɗ',
    D: 'ĐÐƊ',
    th: 'þ',
    Th: 'Þ',
    oe: 'œ',
    OE: 'Œ',
    SS: 'ẞ',
    i: 'ı',
    h: 'ħ',
    H: 'Ħ',
    t: 'ŧ',
    T: 'Ŧ',
    n: 'ŋ',
    N: 'Ŋ',
    e: 'əɛ',
    E: 'ƏƐ',
    o: 'ɔ',
    O: 'Ɔ',
    b: 'ɓ',
    B: 'Ɓ',
    k: 'ƙĸ',
    K: 'Ƙ',
    y: 'ƴ',
    Y: 'Ƴ',
    u: 'µ',
  },
};

/** Small capitals are a way of styling; as letters they have no decomposition. */
const SMALL_CAPITALS = {
  ᴀ: 'A',
  ʙ: 'B',
  ᴄ: 'C',
  ᴅ: 'D',
  ᴇ: 'E',
  ꜰ: 'F',
  ɢ: 'G',
  ʜ: 'H',
  ɪ: 'I',
  ᴊ: 'J',
  ᴋ: 'K',
  ʟ: 'L',
};
const MORE_SMALL_CAPITALS = {
  ᴍ: 'M',
  ɴ: 'N',
  ᴏ: 'O',
  ᴘ: 'P',
  ʀ: 'R',
  ꜱ: 'S',
  ᴛ: 'T',
  ᴜ: 'U',
  ᴠ: 'V',
  ᴡ: 'W',
  ʏ: 'Y',
  ᴢ: 'Z',
};

/** Greek capitals that look like Latin ones; the others are in the alphabet. */
export const GREEK_CAPITALS: Substitutes = {
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
};

/** What stands for a character of the default alphabet's outside, and why. */
export interface ExplainedReplacement {
  /** Text of the default alphabet and its extension; empty when the character is left out. */
  replacement: string;
  reason: ReplacementReason;
}

function explained(): Map<string, ExplainedReplacement> {
  const found = new Map<string, ExplainedReplacement>();
  for (const [reason, substitutes] of Object.entries(SUBSTITUTES) as [ReplacementReason, Substitutes][])
    for (const [replacement, characters] of Object.entries(substitutes))
      for (const character of characters) found.set(character, { replacement, reason });
  for (const [character, replacement] of Object.entries({ ...SMALL_CAPITALS, ...MORE_SMALL_CAPITALS }))
    found.set(character, { replacement, reason: 'form' });
  for (const [character, replacement] of Object.entries(GREEK_CAPITALS))
    found.set(character, { replacement, reason: 'look-alike' });
  return found;
}

/** Replacements that are laid down character by character. */
export const FIXED_REPLACEMENTS: ReadonlyMap<string, ExplainedReplacement> = explained();
