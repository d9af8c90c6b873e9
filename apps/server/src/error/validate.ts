import { CodedError } from '@smseal/protocol';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Convert } from 'typebox/value';

const MOST_AT = 200;

/**
 * Validates requests against their TypeBox schemas; a value that does not fit, or a member that no schema names,
 * is refused with `invalid-request`, naming the place in `at` (RFC 6901). Only what comes in a URL, which is all
 * text, is converted first.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  const text = httpPart === 'querystring' || httpPart === 'params' || httpPart === 'headers';
  return (given: unknown) => {
    const value = text ? Convert(schema, given) : given;
    if (compiled.Check(value)) return { value };
    return { error: new CodedError('invalid-request', { at: placeOf(compiled.Errors(value)) }) };
  };
};

/** The deepest place complained of: with unions the first complaints are about the alternatives as wholes. */
export function placeOf(errors: readonly TLocalizedValidationError[]): string {
  let deepest = '';
  for (const error of errors) {
    const unlisted =
      error.keyword === 'additionalProperties' ? error.params.additionalProperties[0] : undefined;
    const missing = error.keyword === 'required' ? error.params.requiredProperties[0] : undefined;
    const member = unlisted ?? missing;
    const place = member === undefined ? error.instancePath : `${error.instancePath}/${escape(member)}`;
    if (place.split('/').length > deepest.split('/').length) deepest = place;
  }
  return deepest.slice(0, MOST_AT);
}

function escape(member: string): string {
  return member.replaceAll('~', '~0').replaceAll('/', '~1');
}
