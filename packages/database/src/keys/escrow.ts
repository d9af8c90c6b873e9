import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KEY, NotOpened, openOctets, sealOctets } from './cipher.ts';
import { KeyringError, type Keyring } from './keyring.ts';
import { MemoryKeyring } from './memory-keyring.ts';
import { overwriteFile } from './overwrite-file.ts';
import { placeOctets } from './place.ts';

/** What the keyring knows of its escrow: whom to seal to, and where to. */
const PLAN = 'escrow';
const INFO = 'smseal/escrow/1';
/** Secrets that an escrow is for: those without which nothing opens, and the one that certificates are signed with. */
const IN_ESCROW = /^(index|signing|day\..*|backup\..*)$/;

interface Plan {
  /** X25519 public key, base64url of its 32 octets. */
  to: string;
  /** Absolute path of the file that is written over. */
  file: string;
}

interface EscrowFile {
  v: 1;
  /** RFC 3339: when it was written. */
  at: string;
  /** The writer's own public key, new each time. */
  from: string;
  /** The secrets by name, encrypted. */
  sealed: string;
}

/**
 * Begins an escrow of the keyring: a file on another medium, written over whenever a key changes, which only the kit opens.
 * The kit is kept where neither the keyring nor the file is. @throws KeyringError where there is a kit already.
 */
export async function beginEscrow(
  keyring: Keyring,
  { file, kit, now }: { file: string; kit: string; now: number },
): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url');
  try {
    await writeFile(kit, kitText(file, secret), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new KeyringError(
      `The kit ${kit} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); name a file that is not there yet, in a folder that you may write.`,
      { cause: error },
    );
  }
  const plan: Plan = { to: rawPublic(publicKey), file: path.resolve(file) };
  await keyring.overwrite(PLAN, [Buffer.from(JSON.stringify(plan))]);
  await writeEscrow(keyring, now);
}

function kitText(file: string, secret: string): string {
  return [
    'SMSeal: kit of the keyring’s escrow',
    '',
    `It opens ${path.resolve(file)}, which holds the keyring as it is now.`,
    'Who has both can read what the server can. Keep this where neither the keyring nor that file is, best on paper.',
    'Try it each quarter: smseal keys drill --kit FILE',
    '',
    `key: ${secret}`,
    '',
  ].join('\n');
}

/** Writes the keyring as it is over its escrow. @returns false where no escrow was begun. @throws KeyringError */
export async function writeEscrow(keyring: Keyring, now: number): Promise<boolean> {
  const plan = await readPlan(keyring);
  if (!plan) return false;
  const secrets: Record<string, string> = {};
  for (const name of (await keyring.list()).filter((one) => IN_ESCROW.test(one)))
    secrets[name] = (await keyring.read(name))?.toString('base64url') ?? '';
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const head = { at: new Date(now).toISOString(), from: rawPublic(publicKey) };
  const key = sharedKey(privateKey, plan.to, head.from + plan.to);
  const sealed = sealOctets(key, Buffer.from(JSON.stringify(secrets)), { place: escrowPlace(head) });
  const written: EscrowFile = { v: 1, ...head, sealed: sealed.toString('base64url') };
  try {
    await overwriteFile(plan.file, [Buffer.from(`${JSON.stringify(written)}\n`)]);
  } catch (error) {
    throw new KeyringError(
      `The escrow ${plan.file} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); put its medium back, or begin another one with “smseal keys escrow”.`,
      { cause: error },
    );
  }
  return true;
}

/** Where the keyring's escrow lies; null where none was begun. */
export async function readPlan(keyring: Keyring): Promise<Plan | null> {
  const held = await keyring.read(PLAN);
  return held && (JSON.parse(held.toString()) as Plan);
}

/** What an escrow holds. */
export interface OpenedEscrow {
  at: string;
  keyring: MemoryKeyring;
}

/** Opens an escrow with its kit. @throws KeyringError where one of them is not what it should be. */
export async function openEscrow(file: string, kit: string): Promise<OpenedEscrow> {
  const secret = /^key: ([A-Za-z0-9_-]+)$/m.exec(await textOf(kit, 'kit'))?.[1];
  if (!secret)
    throw new KeyringError(`${kit} is no kit of an escrow; name the file that “smseal keys escrow” wrote.`);
  const { at, from, sealed } = parseEscrow(await textOf(file, 'escrow'), file);
  try {
    const own = createPrivateKey({ key: Buffer.from(secret, 'base64url'), format: 'der', type: 'pkcs8' });
    const key = sharedKey(own, from, from + rawPublic(createPublicKey(own)));
    const plain = openOctets(key, Buffer.from(sealed, 'base64url'), escrowPlace({ at, from }));
    const secrets = Object.entries(JSON.parse(plain.toString()) as Record<string, string>);
    return {
      at,
      keyring: new MemoryKeyring(secrets.map(([name, held]) => [name, Buffer.from(held, 'base64url')])),
    };
  } catch (error) {
    if (!(error instanceof NotOpened) && !isCryptoError(error)) throw error;
    throw new KeyringError(
      `The kit ${kit} does not open ${file}; take the kit that was made with this escrow.`,
      {
        cause: error,
      },
    );
  }
}

async function textOf(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new KeyringError(
      `The ${what} ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}); name the file, on a medium that is there.`,
      { cause: error },
    );
  }
}

function parseEscrow(text: string, file: string): EscrowFile {
  try {
    const held = JSON.parse(text) as Partial<EscrowFile>;
    if (held.v === 1 && held.at && held.from && held.sealed) return held as EscrowFile;
  } catch {
    // Said below.
  }
  throw new KeyringError(
    `${file} is no escrow, or only half of one; run “smseal keys rotate” to have it written anew.`,
  );
}

function isCryptoError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^ERR_(OSSL|CRYPTO|INVALID_ARG)/.test(code);
}

function escrowPlace({ at, from }: Pick<EscrowFile, 'at' | 'from'>): Buffer {
  return placeOctets('escrow', at, from);
}

/** X25519 (RFC 7748), then HKDF-SHA-256 (RFC 5869) over both public keys. */
function sharedKey(own: KeyObject, other: string, both: string): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: other }, format: 'jwk' });
  const secret = diffieHellman({ privateKey: own, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.from(both), INFO, KEY));
}

function rawPublic(key: KeyObject): string {
  return key.export({ format: 'jwk' }).x ?? '';
}
