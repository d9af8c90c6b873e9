/** What went wrong, as a person is told. */
export interface Trouble {
  code: string;
  sentence: string;
}

function textOf(value: object, key: string): string | null {
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** Reads a thrown thing: a problem of the server, a coded error of the engine, or anything else. */
export function troubleOf(error: unknown): Trouble {
  if (typeof error !== 'object' || error === null)
    return { code: 'internal', sentence: 'Something failed in this browser. Reload the page and try again.' };
  const code = textOf(error, 'code');
  const sentence = textOf(error, 'sentence') ?? textOf(error, 'title') ?? textOf(error, 'message');
  if (code && sentence) return { code, sentence };
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message))
    return {
      code: 'offline',
      sentence: 'The server cannot be reached. Check the connection and try again.',
    };
  return {
    code: code ?? 'internal',
    sentence: sentence ?? 'Something failed in this browser. Reload the page and try again.',
  };
}
