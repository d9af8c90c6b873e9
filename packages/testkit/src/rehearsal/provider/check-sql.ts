/** What the provider throws, or answers with a null cursor instead of rows. */
export class ProviderError extends Error {
  readonly kind: 'thrown' | 'null-cursor';

  constructor(kind: 'thrown' | 'null-cursor', message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Refuses what Android's SqlQueryChecker refuses from an ordinary app in selection and sort: the token `SELECT`, a second
 * statement, and parentheses that leave their clause.
 */
export function checkSql(clause: string): void {
  let depth = 0;
  for (const token of tokensOf(clause)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === ';')
      throw new ProviderError('thrown', 'A clause holds one statement: remove the semicolon.');
    else if (token.toUpperCase() === 'SELECT')
      throw new ProviderError('null-cursor', 'SELECT is not allowed in a clause.');
    if (depth < 0) throw new ProviderError('thrown', 'A parenthesis closes what the clause did not open.');
  }
  if (depth > 0) throw new ProviderError('thrown', 'A parenthesis is not closed.');
}

const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[\p{L}\p{N}_$]+|\s+|[\s\S]/gu;

/** Words and signs; what stands in quotes or comments says nothing. */
function* tokensOf(clause: string): Generator<string> {
  for (const [token] of clause.matchAll(TOKEN)) {
    if (/^['"`[]$/u.test(token)) throw new ProviderError('thrown', 'A quotation is not closed.');
    if (token.startsWith('--') || token.startsWith('/*'))
      throw new ProviderError('thrown', 'A clause holds no comments.');
    if (!/^['"`[\s]/u.test(token)) yield token;
  }
}
