import { toBase64Url, type Id, type SealedKey } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { frame } from '../octets/frame.ts';
import { fromWire, type Octets } from '../octets/octets.ts';
import { hkdf, importHkdfKey, importHmacKey } from '../primitive/hash.ts';
import { SealError } from '../seal-error.ts';
import type { RootKeys } from '../secret-key/root-keys.ts';
import type { EpochKeys } from './derive-epoch.ts';
import { openUnchecked, requireEpochSecret, requireIdKey } from './sealed-key.ts';

/** A keyring outside memory: raw secrets. For a program's own file (0600) or a page sealed under a local key. */
export interface StoredKeyring {
  v: 1;
  account: Id;
  idKey: string;
  epochs: { epoch: number; secret: string }[];
}

/** The account's keys that a device holds: the id key, and an epoch's keys for each that it may read. Never changed. */
export class Keyring {
  readonly account: Id;
  readonly idKey: Octets;
  /** HMAC-SHA256 key that makes ids (SPEC.md, ids). */
  readonly idMac: CryptoKey;
  readonly epochs: ReadonlyMap<number, EpochKeys>;

  private constructor(
    account: Id,
    idKey: Octets,
    keys: { idMac: CryptoKey; epochs: Map<number, EpochKeys> },
  ) {
    this.account = account;
    this.idKey = idKey;
    this.idMac = keys.idMac;
    this.epochs = keys.epochs;
  }

  /** A keyring of keys that were made here or checked against the chain. */
  static async of(account: Id, idKey: Octets, epochs: Iterable<EpochKeys>): Promise<Keyring> {
    const mac = await hkdf({ key: await importHkdfKey(idKey), info: frame('id-key/ids', account) });
    const byNumber = new Map(Array.from(epochs, (keys) => [keys.epoch, keys]));
    return new Keyring(account, idKey, { idMac: await importHmacKey(mac), epochs: byNumber });
  }

  /** This keyring and one more epoch. */
  with(keys: EpochKeys): Keyring {
    const epochs = new Map(this.epochs).set(keys.epoch, keys);
    return new Keyring(this.account, this.idKey, { idMac: this.idMac, epochs });
  }

  /** The newest epoch's keys. @throws SealError `unknown-epoch` when it holds none. */
  current(): EpochKeys {
    return this.at(Math.max(0, ...this.epochs.keys()));
  }

  /** One epoch's keys. @throws SealError `unknown-epoch`. */
  at(epoch: number): EpochKeys {
    const keys = this.epochs.get(epoch);
    if (!keys) throw new SealError('unknown-epoch', 'this device does not hold the keys of the epoch');
    return keys;
  }
}

/**
 * Opens what is sealed to one recipient; keys for other recipients are passed over.
 * @throws SealError as `openKey`; `unknown-epoch` when the id key is missing or, for a reader, the current epoch's key:
 *   else a server that holds it back would have this device write under an older one.
 */
export async function openKeyring(
  chain: Chain,
  sealedKeys: readonly SealedKey[],
  recipient: DeviceKeys | RootKeys,
): Promise<Keyring> {
  const name = 'id' in recipient ? recipient.id : 'root';
  let idKey: Octets | null = null;
  const epochs: EpochKeys[] = [];
  for (const sealed of sealedKeys) {
    if (sealed.recipient !== name) continue;
    const key = await openUnchecked(sealed, chain.account, recipient);
    if (sealed.scope === 'id') {
      await requireIdKey(chain, key);
      idKey = key;
    } else epochs.push(await requireEpochSecret(chain, sealed.epoch, key));
  }
  if (!idKey) throw new SealError('unknown-epoch', 'the id key is not sealed to this device');
  const keyring = await Keyring.of(chain.account, idKey, epochs);
  if (name === 'root' || chain.may(name, 'read')) keyring.at(chain.epoch);
  return keyring;
}

/** The raw secrets of a keyring: keep them sealed or in a file that only its owner reads. */
export function exportKeyring(keyring: Keyring): StoredKeyring {
  const epochs = Array.from(keyring.epochs.values(), ({ epoch, secret }) => ({
    epoch,
    secret: toBase64Url(secret),
  }));
  return { v: 1, account: keyring.account, idKey: toBase64Url(keyring.idKey), epochs };
}

/** Reads what {@link exportKeyring} wrote. @throws SealError `commitment-mismatch`, `unknown-epoch`, `malformed`. */
export async function importKeyring(stored: StoredKeyring, chain: Chain): Promise<Keyring> {
  if (stored.account !== chain.account)
    throw new SealError('commitment-mismatch', 'a keyring of another account');
  const idKey = fromWire(stored.idKey, 32);
  await requireIdKey(chain, idKey);
  const epochs = await Promise.all(
    stored.epochs.map(({ epoch, secret }) => requireEpochSecret(chain, epoch, fromWire(secret, 32))),
  );
  return Keyring.of(chain.account, idKey, epochs);
}
