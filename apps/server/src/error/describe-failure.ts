/** What a log line says about a failure. */
export interface FailureDescription {
  /** Name and code of the error. */
  error: string;
  /** Where it happened: the frames of the stack that are ours, nearest first. */
  frames: string;
}

const MOST_FRAMES = 6;

/**
 * Describes an unexpected error without its message: messages of PostgreSQL and of parsers quote what people wrote.
 */
export function describeFailure(error: unknown): FailureDescription {
  if (!(error instanceof Error)) return { error: typeof error, frames: '' };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '')
    .split('\n')
    .flatMap((line) => /\/((?:apps|packages)\/[\w./-]+:\d+):\d+\)?$/.exec(line)?.[1] ?? [])
    .slice(0, MOST_FRAMES);
  return {
    error: typeof code === 'string' ? `${error.name} ${code}` : error.name,
    frames: frames.join(' < '),
  };
}
