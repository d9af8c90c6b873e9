import type { FastifyRequest } from 'fastify';

const BOOLEANS: Readonly<Record<string, boolean | undefined>> = { true: true, false: false };

/**
 * Makes of a posted form what JSON would have said: a single `to` is a number, several are a list, and a `+` that was
 * written as itself, which a form turns into a blank, is restored.
 */
export async function withPlusRestored(request: FastifyRequest): Promise<void> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return;
  const { to, from, smartEncoding, ...rest } = request.body as Record<string, string | string[]>;
  request.body = {
    ...rest,
    ...(to === undefined ? {} : { to: Array.isArray(to) ? to.map(restorePlus) : restorePlus(to) }),
    ...(from === undefined ? {} : { from: typeof from === 'string' ? restorePlus(from) : from }),
    ...(typeof smartEncoding === 'string' ? { smartEncoding: BOOLEANS[smartEncoding] ?? smartEncoding } : {}),
  };
}

/** A number that begins with a blank began with `+`, if a digit follows. */
export function restorePlus(text: string): string {
  return text.replace(/^ (?=[1-9])/, '+');
}
