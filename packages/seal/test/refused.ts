import { fail } from 'node:assert/strict';
import { SealError, type SealErrorCode } from '../src/index.ts';

/** Passes when the act is refused with exactly this code. */
export async function refused(code: SealErrorCode, act: () => unknown): Promise<void> {
  let answer: unknown;
  try {
    answer = await act();
  } catch (error) {
    if (error instanceof SealError && error.code === code) return;
    throw new Error(`expected ${code}, found ${error instanceof SealError ? error.code : String(error)}`, {
      cause: error,
    });
  }
  fail(`expected ${code}, but it passed: ${JSON.stringify(answer)}`);
}
