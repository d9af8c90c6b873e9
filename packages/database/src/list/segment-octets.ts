import { createHash } from 'node:crypto';
import type { Id } from '@smseal/protocol';
import { frame } from '../device/signed-octets.ts';
import type { ListSegmentRow } from './stored-list.ts';

/** What the author of a segment signs (packages/seal/SPEC.md, SEAL-69). */
export function segmentStatement(account: Id, row: ListSegmentRow): Buffer {
  return frame(
    'list/segment/signature',
    Buffer.from(account),
    Buffer.from(row.list),
    number(row.number),
    Buffer.from(row.author),
    // An empty part stands for none, and else the text on the wire.
    Buffer.from(row.previous?.toString('base64url') ?? ''),
    number(row.key_version),
    createHash('sha256').update(row.envelope).digest(),
  );
}

/** What the next segment names as `previous`. */
export function segmentDigest(statement: Uint8Array, signature: Uint8Array): Buffer {
  return createHash('sha256')
    .update(frame('list/segment/digest', statement, signature))
    .digest();
}

function number(value: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(value));
  return octets;
}
