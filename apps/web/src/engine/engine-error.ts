import { CodedError } from '@smseal/protocol';
import type { Failure } from './rpc/wire.ts';

/** Why the engine could not do what a screen asked: a stable code, and what happened and what to do in one sentence. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: string;
  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

const UNEXPECTED =
  'Something failed inside this browser; reload the page, and if it happens again report it with this code.';

/** Any error as it crosses to the page. */
export function failureOf(error: unknown): Failure {
  if (error instanceof EngineError || error instanceof CodedError) {
    return { code: error.code, sentence: error.message };
  }
  if (error instanceof Error && error.name === 'Unreachable') {
    return {
      code: 'unreachable',
      sentence: 'The server cannot be reached; check the connection and try again.',
    };
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { code: error.code, sentence: error.message };
  }
  return { code: 'unexpected', sentence: UNEXPECTED };
}
