import type { Problem } from '@smseal/protocol';

/** A refusal of the server in its own words, with the code of the error registry. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  /** Seconds after which trying again makes sense; null when the server did not say. */
  readonly retryAfter: number | null;
  constructor(problem: Pick<Problem, 'title'> & { code: string }, retryAfter: number | null = null) {
    super(problem.title);
    this.code = problem.code;
    this.retryAfter = retryAfter;
  }
}

async function problemOf(response: Response): Promise<RefusedError> {
  const after = Number(response.headers.get('retry-after'));
  const retryAfter = Number.isFinite(after) && after > 0 ? after : null;
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) {
    const body: unknown = await response.json();
    const text = (key: string): string | null => {
      const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, key) : null;
      return typeof value === 'string' ? value : null;
    };
    const title = text('title');
    const code = text('code');
    if (title && code) return new RefusedError({ title, code }, retryAfter);
  }
  return new RefusedError(
    {
      title: 'The server gave no answer that this page understands. Try again in a moment.',
      code: `http-${response.status}`,
    },
    retryAfter,
  );
}

/**
 * Asks the server in the name of the session. Answers the JSON body, or undefined where there is none.
 * @throws RefusedError with a code of the registry, or `offline`
 */
export async function request<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    throw new RefusedError({
      title: 'The server cannot be reached. Check the connection and try again.',
      code: 'offline',
    });
  }
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
