/** What the server asks of a record in plain (SEAL-97), which it can read: that its kind's shape is all that is in it. */
import { CodedError, PAYLOAD_SCHEMAS, RECORD_KIND_NAMES, type RecordKind } from '@smseal/protocol';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { placeOf } from '../error/validate.ts';

const checks = new Map(
  RECORD_KIND_NAMES.map((kind): [RecordKind, ReturnType<typeof Compile<TSchema>>] => [
    kind,
    Compile(PAYLOAD_SCHEMAS[kind] as TSchema),
  ]),
);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws CodedError `invalid-request` with the place in the payload. */
export function requirePayload(kind: RecordKind, octets: Uint8Array, at: string): void {
  const payload = parse(octets, at);
  const check = checks.get(kind);
  if (check && !check.Check(payload))
    throw new CodedError('invalid-request', { at: `${at}${placeOf(check.Errors(payload))}` });
}

function parse(octets: Uint8Array, at: string): unknown {
  try {
    return JSON.parse(utf8.decode(octets));
  } catch {
    throw new CodedError('invalid-request', { at });
  }
}
