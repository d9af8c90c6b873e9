import { isUtf8 } from 'node:buffer';
import { CodedError } from '@smseal/protocol';
import type { App } from './app.ts';

/**
 * Lets routes take JSON and `application/x-www-form-urlencoded`, of which a name that stands more than once has a list.
 * Both are UTF-8: octets that are not would reach people as broken letters.
 */
export function acceptBodies(app: App): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    void parseJson(request, textOf(body), done);
  });
  app.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, readForm(textOf(body))),
  );
}

/** @throws CodedError `malformed-body`. */
function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw new CodedError('malformed-body');
  return body.toString('utf8');
}

const REPLACEMENT = '\ufffd';

/** @throws CodedError `malformed-body`. */
function readForm(body: string): Record<string, string | string[]> {
  const form = Object.create(null) as Record<string, string | string[]>;
  const mayReplace = body.includes(REPLACEMENT) || /%EF%BF%BD/i.test(body);
  for (const [name, value] of new URLSearchParams(body)) {
    // What stands there for octets such as %E9 is no letter that anybody wrote.
    if (!mayReplace && value.includes(REPLACEMENT)) throw new CodedError('malformed-body');
    const before = form[name];
    if (before === undefined) form[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else form[name] = [before, value];
  }
  return { ...form };
}
