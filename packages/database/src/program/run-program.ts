import { codedDatabaseError } from '../connection/database-error.ts';

/** A program was called wrongly; its message is one sentence. */
export abstract class ProgramMisuse extends Error {}

/**
 * Runs a program of this package as a process. What it resolves with is the exit code; what went wrong is said in one sentence,
 * and ends with 2 where it was called wrongly, else with 1.
 */
export async function runProgram(program: () => Promise<number | void>): Promise<void> {
  try {
    process.exitCode = (await program()) ?? 0;
  } catch (error) {
    process.stderr.write(`smseal: ${sentenceOf(error)}\n`);
    process.exitCode = isMisuse(error) ? 2 : 1;
  }
}

function sentenceOf(error: unknown): string {
  if (codedDatabaseError(error))
    return 'The database does not answer; start SMSeal first, or mend SMSEAL_DATABASE_URL.';
  return error instanceof Error ? error.message : String(error);
}

function isMisuse(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof ProgramMisuse || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'));
}
