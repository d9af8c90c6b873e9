import path from 'node:path';
import { FileKeyring } from './file-keyring.ts';
import { KeyringError, type Keyring } from './keyring.ts';

/**
 * The keyring that `SMSEAL_KEYRING` names: `file:FOLDER`, absolute; without one the folder `keyring` in `home`.
 * @throws KeyringError for another provider, or a folder that is not fit.
 */
export function openKeyring(named: string | undefined, home: string): Keyring {
  const name = named || `file:${path.join(home, 'keyring')}`;
  const [, provider, place = ''] = /^([a-z0-9-]+):(.*)$/s.exec(name) ?? [];
  if (provider === 'file' && path.isAbsolute(place)) return new FileKeyring(place);
  throw new KeyringError(
    `SMSEAL_KEYRING is ${name}; set it to file: and the absolute path of a folder, such as file:/srv/smseal-keyring.`,
  );
}
