/** pino's number for an error; 60 is a fatal one. */
const GRAVE = 50;

/** The sentence of a log line that tells of an error, or of Node's own last words. */
export function sentenceOf(line: string): string | null {
  try {
    const { level, msg, message = msg, reason } = JSON.parse(line) as Record<string, unknown>;
    const grave = level === 'error' || Number(level) >= GRAVE;
    if (!grave || typeof message !== 'string') return null;
    return typeof reason === 'string' ? `${message}: ${reason}` : message;
  } catch {
    return /^(?:\w*Error|Uncaught)\b.*/u.exec(line)?.[0] ?? null;
  }
}
