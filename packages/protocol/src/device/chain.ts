/**
 * The devices' chain: one signed hash chain per account that says which devices there are, what each can do,
 * and which epochs began. Its entries are clear and signed; the server checks their structure, only devices check
 * signatures (packages/seal/SPEC.md).
 */
import { Type, type Static } from 'typebox';
import { closed, Count, Id, Instant, octets, octetsUpTo, Positive, shortText } from '../schema.ts';

/** What a device can do (ARCHITECTURE §3). */
export const CAPABILITIES = ['read', 'send', 'deliver', 'write', 'configure', 'admit'] as const;
export type Capability = (typeof CAPABILITIES)[number];
export const CapabilitySchema = Type.Enum([...CAPABILITIES]);

export const PLATFORMS = ['browser', 'phone', 'gateway', 'cli'] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * What each platform is given when it is admitted in the ordinary way. Browsers hold `deliver` because nobody can grant
 * what they lack, and it is a browser that admits the phone.
 */
export const ORDINARY_CAPABILITIES = {
  browser: ['read', 'send', 'deliver', 'configure', 'admit'],
  phone: ['read', 'send', 'deliver', 'configure', 'admit'],
  gateway: ['send', 'deliver', 'write'],
  cli: ['read', 'send', 'deliver', 'configure', 'admit'],
} as const satisfies Record<Platform, readonly Capability[]>;

export const MAX_CHAIN_ENTRIES = 64;

const common = {
  v: Type.Literal(1),
  account: Id,
  /** 0 for the first entry, then one more each. */
  index: Count,
  /** SHA-256 of the entry before (SEAL rules on the chain); null only at index 0. */
  previous: Type.Union([octets(32), Type.Null()]),
  at: Instant,
  /** `root`, or the id of a live device that can `admit`. */
  signer: Type.Union([Type.Literal('root'), Id]),
};

/** Names the root of the account; index 0 is signed by itself, a later one by a device that can admit. */
export const RootEntry = closed({
  ...common,
  type: Type.Literal('root'),
  /** Ed25519 public key of the root. */
  sign: octets(32),
  /** X25519 public key of the root. */
  agree: octets(32),
  /** Commitment to the id key; the same in every root entry of an account. */
  idKey: octets(32),
  /** The new root's own signature over (account, index, previous, sign, agree): it exists and agrees. */
  proof: octets(64),
  /** The old root's signature over the same, where the old secret key was typed. */
  crossSignature: Type.Union([octets(64), Type.Null()]),
  /** On the first entry alone: the account has no secret key of its own, and its devices hand records over in plain. */
  open: Type.Optional(Type.Literal(true)),
});

export const DeviceDescription = closed({
  id: Id,
  platform: Type.Enum([...PLATFORMS]),
  name: shortText(80),
  /** Ed25519 public key. */
  sign: octets(32),
  /** X25519 public key. */
  agree: octets(32),
});
export type DeviceDescription = Static<typeof DeviceDescription>;

/** Admits a device. Its capabilities are within its signer's. */
export const DeviceEntry = closed({
  ...common,
  type: Type.Literal('device'),
  device: DeviceDescription,
  can: Type.Array(CapabilitySchema, { minItems: 1, maxItems: CAPABILITIES.length, uniqueItems: true }),
});

/** Removes a device for good; an epoch entry follows in the same request. */
export const RemoveEntry = closed({ ...common, type: Type.Literal('remove'), device: Id });

/** Starts an epoch. */
export const EpochEntry = closed({
  ...common,
  type: Type.Literal('epoch'),
  /** 1 for the first, then one more each. */
  epoch: Positive,
  /** Key id of the epoch: names the key and commits to it. */
  keyId: octets(32),
  /** Inbound X25519 public key of the epoch. */
  inbound: octets(32),
  /** Last author sequence accepted from each device under earlier epochs; anything above it in an older epoch is refused. */
  cutoffs: Type.Record(Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }), Count, {
    additionalProperties: false,
  }),
});

export const ChainBody = Type.Union([RootEntry, DeviceEntry, RemoveEntry, EpochEntry]);
export type ChainBody = Static<typeof ChainBody>;
export type RootEntry = Static<typeof RootEntry>;
export type DeviceEntry = Static<typeof DeviceEntry>;
export type RemoveEntry = Static<typeof RemoveEntry>;
export type EpochEntry = Static<typeof EpochEntry>;

/** An entry as it is stored and sent: the UTF-8 JSON of a {@link ChainBody}, as signed, and the signature. */
export const ChainEntry = closed({ body: octetsUpTo(8192), signature: octets(64) });
export type ChainEntry = Static<typeof ChainEntry>;

/** A key HPKE-sealed to one recipient: an epoch's secret, or the account's id key. */
export const SealedKey = closed({
  scope: Type.Enum(['epoch', 'id']),
  /** The epoch, or 0 for the id key. */
  epoch: Count,
  recipient: Type.Union([Type.Literal('root'), Id]),
  /** HPKE encapsulated key. */
  enc: octets(32),
  /** 32 octets of key and 16 of tag. */
  sealed: octets(48),
});
export type SealedKey = Static<typeof SealedKey>;

/** A secret key without its dashes (SEAL-7). */
const SecretKeyText = Type.String({ pattern: '^1[0-9A-HJKMNP-TV-Z]{30}$' });

/** `POST /v1/chain`. All or nothing. */
export const AppendChain = closed({
  entries: Type.Array(ChainEntry, { minItems: 1, maxItems: MAX_CHAIN_ENTRIES }),
  keys: Type.Array(SealedKey, { maxItems: 4096 }),
  /** SHA-256 of the new device's bearer token, where the poster is that device (first device, recovery). */
  credential: Type.Optional(octets(32)),
  /** The link that this admission completes; its credential hash becomes the new device's. */
  link: Type.Optional(Id),
  /** With the root of an open account: its secret key, which the service keeps. */
  keptKey: Type.Optional(SecretKeyText),
});
export type AppendChain = Static<typeof AppendChain>;

/** `GET /v1/chain?after=N`: entries with index ≥ after. */
export interface ChainPage {
  account: Id;
  entries: ChainEntry[];
  /** Number of entries in the whole chain. */
  length: number;
  /** Last accepted author sequence per device: what an epoch entry's cutoffs must say. */
  authored: Record<Id, number>;
}

/** `GET /v1/keys`: what is sealed to the caller (`?recipient=root` for recovery, with a session). */
export interface KeysPage {
  keys: SealedKey[];
}

/** `GET /v1/devices`: what the server adds to the chain; names and capabilities come from the chain. */
export interface DeviceStatus {
  id: Id;
  /** UTC day of the last request. */
  lastSeen: string | null;
  connected: boolean;
}
