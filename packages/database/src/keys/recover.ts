import { openEscrow } from './escrow.ts';
import { KeyringError, type Keyring } from './keyring.ts';

/**
 * Puts the keys of an escrow into a keyring that was lost, or is old. What is there under the same name stays.
 * @returns when the escrow was written. @throws KeyringError
 */
export async function recoverKeyring(
  keyring: Keyring,
  { file, kit }: { file: string; kit: string },
): Promise<string> {
  const { at, keyring: held } = await openEscrow(file, kit);
  for (const name of await held.list()) {
    const secret = (await held.read(name)) ?? Buffer.alloc(0);
    if (await keyring.put(name, secret)) continue;
    if (!(await keyring.read(name))?.equals(secret))
      throw new KeyringError(
        `The keyring ${keyring.where} has another “${name}” than the escrow; set SMSEAL_KEYRING to an empty folder and recover into that.`,
      );
  }
  return at;
}
