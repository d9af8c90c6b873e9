import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type {
  AppendChain,
  Capability,
  ChainBody,
  ChainEntry,
  Id,
  Platform,
  SealedKey,
} from '@smseal/protocol';
import { randomId } from '../test-server.ts';

const octets = (count: number): string => randomBytes(count).toString('base64url');

/** Ed25519 keys of a device or the root. */
export interface Signer {
  id: 'root' | Id;
  key: KeyObject;
  publicKey: string;
}

export function newSigner(id: 'root' | Id = randomId()): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { id, key: privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
}

/** A bearer token and what the server keeps of it. */
export function newToken(): { token: string; credential: string } {
  const token = randomBytes(32);
  return {
    token: token.toString('base64url'),
    credential: createHash('sha256').update(token).digest('base64url'),
  };
}

export function frame(label: string, ...parts: Buffer[]): Buffer {
  return Buffer.concat(
    [Buffer.from(`smseal/2026-11/${label}`), ...parts].flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

type Distributed<T> = T extends ChainBody
  ? Omit<T, 'v' | 'account' | 'index' | 'previous' | 'at' | 'signer'>
  : never;
export type EntryPart = Distributed<ChainBody>;

/** A chain as honest devices write it; `overrides` make dishonest ones. */
export class TestChain {
  readonly account: Id;
  readonly root = newSigner('root');
  readonly idKey = octets(32);
  length = 0;
  head: string | null = null;
  constructor(account: Id) {
    this.account = account;
  }

  /** Signs the next entry. */
  entry(signer: Signer, part: EntryPart, overrides: Record<string, unknown> = {}): ChainEntry {
    const body = Buffer.from(
      JSON.stringify({
        v: 1,
        account: this.account,
        index: this.length,
        previous: this.head,
        at: '2026-11-22T03:00:00.000Z',
        signer: signer.id,
        ...part,
        ...overrides,
      }),
    );
    const signature = sign(null, frame('chain/signature', body), signer.key);
    this.length++;
    this.head = createHash('sha256')
      .update(frame('chain/hash', body, signature))
      .digest('base64url');
    return { body: body.toString('base64url'), signature: signature.toString('base64url') };
  }

  rootPart(root = this.root): EntryPart {
    return {
      type: 'root',
      sign: root.publicKey,
      agree: octets(32),
      idKey: this.idKey,
      proof: octets(64),
      crossSignature: null,
    };
  }

  devicePart(device: Signer, can: Capability[], platform: Platform = 'browser'): EntryPart {
    return {
      type: 'device',
      device: { id: device.id, platform, name: 'Test', sign: device.publicKey, agree: octets(32) },
      can,
    };
  }

  epochPart(epoch: number, cutoffs: Record<Id, number> = {}): EntryPart {
    return { type: 'epoch', epoch, keyId: octets(32), inbound: octets(32), cutoffs };
  }

  /** The account's first request: root, first device, epoch 1. */
  first(device: Signer, credential: string): AppendChain {
    const can: Capability[] = ['read', 'send', 'configure', 'admit'];
    const entries = [
      this.entry(this.root, this.rootPart()),
      this.entry(this.root, this.devicePart(device, can)),
      this.entry(this.root, this.epochPart(1)),
    ];
    return { entries, keys: [...keysTo('root', 1), ...keysTo(device.id, 1)], credential };
  }
}

export function sealedKey(recipient: string, scope: SealedKey['scope'], epoch: number): SealedKey {
  return { recipient, scope, epoch, enc: octets(32), sealed: octets(48) };
}

/** The id key and all epochs up to `epoch`. */
export function keysTo(recipient: string, epoch: number): SealedKey[] {
  const epochs = Array.from({ length: epoch }, (_, place) => sealedKey(recipient, 'epoch', place + 1));
  return [sealedKey(recipient, 'id', 0), ...epochs];
}
