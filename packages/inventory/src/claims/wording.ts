/** Words that no public sentence may use, each with the reason. */
const FORBIDDEN: readonly { words: RegExp; reason: string }[] = [
  {
    words: /privacy shield/i,
    reason: 'The Court of Justice ended that framework in 2020 (C-311/18).',
  },
  {
    words: /anonym/i,
    reason:
      'What carries a name, a number, an address or an id is not anonymous; say what is left out instead.',
  },
  {
    words: /not (be )?(responsible|liable)|no (responsibility|liability)/i,
    reason: 'A service answers for whoever works for it (GDPR, article 28(4)).',
  },
  {
    words: /(constitutes?|means|signif(y|ies)|counts as) (your )?(consent|acceptance)/i,
    reason: 'Consent is an act of its own (GDPR, articles 4(11) and 7).',
  },
  {
    words: /military|bank-?(level|grade)|unbreakable|100 ?%|guarantee/i,
    reason: 'Nobody can prove it.',
  },
];

/** Why a sentence may not stand on a public page; empty when it may. */
export function faultsOfWording(sentence: string): string[] {
  return FORBIDDEN.flatMap(({ words, reason }) => {
    const found = words.exec(sentence)?.[0];
    return found === undefined ? [] : [`“${found}”: ${reason}`];
  });
}
