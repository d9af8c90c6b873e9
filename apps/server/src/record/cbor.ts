import { Encoder } from 'cbor-x';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const CBOR = 'application/cbor';

/** Plain RFC 8949: no record extension, which only its own decoder would read. */
const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, variableMapSize: true });

/** Whether the caller would rather have CBOR: it names it and not JSON before it. */
export function wantsCbor(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  const cbor = accept.indexOf(CBOR);
  const json = accept.indexOf('application/json');
  return cbor >= 0 && (json < 0 || cbor < json);
}

/** Sends a page whose envelopes are octets: as octet strings in CBOR, as base64url in JSON. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: object): FastifyReply {
  void reply.header('vary', 'accept');
  if (wantsCbor(request)) return reply.type(CBOR).send(encoder.encode(page));
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(octetsAsText(page)));
}

/** The same value with each Buffer as base64url (a replacer of `JSON.stringify` is called after `toJSON`, too late). */
function octetsAsText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return value.toString('base64url');
  if (Array.isArray(value)) return value.map(octetsAsText);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, octetsAsText(member)]));
}
