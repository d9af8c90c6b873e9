import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  packReports,
  type Id,
  type PostBatch,
  type PostRequests,
  type RequestsAnswer,
  type TextReport,
} from '@smseal/protocol';
import { Encoder } from 'cbor-x';
import { batch, contents, octets, startEpoch } from '../sealed-things.ts';
import {
  randomId,
  seedAccount,
  seedDevice,
  type Answer,
  type SeededDevice,
  type TestServer,
} from '../test-server.ts';

/** An account with a gateway, which sends, delivers and writes, and a browser that reads and sends. */
export interface GatewayAccount {
  account: Id;
  gateway: SeededDevice;
  browser: SeededDevice;
}

export async function gatewayAccount({ database }: TestServer): Promise<GatewayAccount> {
  const account = await seedAccount(database);
  await startEpoch(database, account);
  const can = ['send', 'deliver', 'write'] as const;
  const gateway = await seedDevice(database, account, { platform: 'gateway', can });
  const browser = await seedDevice(database, account, { can: ['read', 'send'] });
  return { account, gateway, browser };
}

type Claim = PostRequests['claims'][number];

/** A claim on the whole of a batch. */
export function claimOn({ id, count }: PostBatch, given: Partial<Claim> = {}): Claim {
  return { key: octets(32), body: octets(32), batch: id, first: 0, count, ...given };
}

/** Requests of a gateway for batches that it sends itself. */
export function ownBatch({ gateway }: GatewayAccount, given: Partial<PostBatch> = {}): PostBatch {
  return batch(gateway.id, gateway.id, given);
}

export function postRequests(
  server: TestServer,
  device: SeededDevice,
  body: Partial<PostRequests>,
): Promise<Answer<RequestsAnswer & { code?: string; at?: string; needs?: string }>> {
  const whole = { batches: [], claims: [], lease: false, ...body };
  return server.call('POST', '/v1/outbox/requests', { token: device.token, body: whole });
}

const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, variableMapSize: true });
const OCTETS = new Set(['envelope', 'enc', 'sealed', 'signature', 'key', 'body']);

/** A body in CBOR, its octets as octet strings. */
export function asCbor(body: unknown): Uint8Array {
  return encoder.encode(raw(body, ''));
}

function raw(value: unknown, name: string): unknown {
  if (name === 'states') return packReports(value as TextReport[]);
  if (typeof value === 'string') return OCTETS.has(name) ? Buffer.from(value, 'base64url') : value;
  if (Array.isArray(value)) return value.map((member) => raw(member, ''));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, raw(member, key)]));
}

export const IN_CBOR = { 'content-type': 'application/cbor' };

/** Holds a refusal to its status and code, and to have changed nothing. */
export async function refuse(
  { database }: TestServer,
  work: () => Promise<{ status: number; body: { code?: unknown } }>,
  ...expected: [status: number, code: string]
): Promise<void> {
  const before = await contents(database);
  const { status, body } = await work();
  assert.deepEqual([status, body.code], expected);
  assert.deepEqual(await contents(database), before, 'a refusal changes nothing');
}

/** Ids and tokens that nobody has. */
export const NOBODY: SeededDevice = { id: randomId(), token: randomBytes(32).toString('base64url') };
