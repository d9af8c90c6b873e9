import { CodedError } from '@smseal/protocol';
import { Decoder, setSizeLimits } from 'cbor-x';
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { App } from '../app.ts';
import { placeOf } from '../error/validate.ts';
import { CBOR } from '../record/cbor.ts';

/** No list or map of a request is longer, and a length that is only claimed must not take memory. */
const MOST_MEMBERS = 1024;
setSizeLimits({ maxArraySize: MOST_MEMBERS, maxMapSize: MOST_MEMBERS, maxObjectSize: MOST_MEMBERS });
const decoder = new Decoder({ useRecords: false, mapsAsObjects: true });

/** Takes `application/cbor` (RFC 8949) beside JSON in the routes of a scope. */
export function acceptCbor(scope: App): void {
  scope.addContentTypeParser(CBOR, { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, decoder.decode(body as Buffer));
    } catch {
      done(new CodedError('malformed-body'));
    }
  });
}

export interface TwoForms<Text extends TSchema, Raw extends TSchema> {
  /** Octets as base64url, in JSON. */
  text: Text;
  /** Octets as they are, in CBOR. */
  raw: Raw;
  /** From the one form to the other. @throws CodedError `invalid-request` where a text is not canonical base64url. */
  toRaw: (body: Static<Text>) => Static<Raw>;
}

/**
 * Reads bodies that come in two forms, each validated as it came: base64 of large envelopes costs more than everything
 * else about them. @returns what reads one. @throws CodedError `invalid-request`.
 */
export function bodyReader<Text extends TSchema, Raw extends TSchema>(
  forms: TwoForms<Text, Raw>,
): (request: FastifyRequest) => Static<Raw> {
  const [text, raw] = [Compile(forms.text), Compile(forms.raw)];
  const check = <Schema extends TSchema>(schema: typeof text | typeof raw, body: unknown): Static<Schema> => {
    if (schema.Check(body)) return body as Static<Schema>;
    throw new CodedError('invalid-request', { at: placeOf(schema.Errors(body)) });
  };
  return (request) => {
    const isCbor = request.headers['content-type']?.toLowerCase().startsWith(CBOR) ?? false;
    return isCbor ? check<Raw>(raw, request.body) : forms.toRaw(check<Text>(text, request.body));
  };
}
