import { CodedError, PutRecords, RECORD_KIND_NAMES, RecordUpsert } from '@smseal/protocol';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { placeOf } from '../error/validate.ts';

const checkPut = Compile(PutRecords);
const byKind = new Map(
  RECORD_KIND_NAMES.map((kind, place) => [kind as string, Compile(RecordUpsert.anyOf[place] as TSchema)]),
);

/**
 * Validates `POST /v1/records`. A union can only say that no alternative fits; here the record's own kind picks the
 * alternative that is complained of.
 */
export const compilePutValidator: FastifySchemaCompiler<TSchema> = () => (body: unknown) =>
  checkPut.Check(body)
    ? { value: body }
    : { error: new CodedError('invalid-request', { at: firstPlace(body) }) };

function firstPlace(body: unknown): string {
  const records: unknown = (body as { records?: unknown } | null)?.records;
  if (Array.isArray(records))
    for (const [place, record] of records.entries()) {
      const at = placeIn(record);
      if (at !== null) return `/records/${place}${at}`;
    }
  return placeOf(checkPut.Errors(body));
}

/** Where a record breaks the schema of its kind; null where it does not. */
function placeIn(record: unknown): string | null {
  if (typeof record !== 'object' || record === null) return '';
  const { kind } = record as { kind?: unknown };
  const schema = typeof kind === 'string' ? byKind.get(kind) : undefined;
  if (!schema) return '/kind';
  return schema.Check(record) ? null : placeOf(schema.Errors(record));
}
