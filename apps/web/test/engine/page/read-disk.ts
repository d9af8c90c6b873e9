import { ApiClient, Membership } from '@smseal/client';
import { cacheKey, openPage } from '@smseal/seal';
import { openDatabase } from '../../../src/engine/cache/browser-database.ts';
import { Vault } from '../../../src/engine/key/vault.ts';

/** Everything that the engine has written of the mailbox, opened with the device's own keys, as one text. */
export async function readDisk(): Promise<string> {
  const database = await openDatabase();
  const vault = new Vault(database);
  const identity = await vault.load();
  if (!identity) throw new Error('this browser is no device');
  const api = new ApiClient({ origin: location.origin, token: () => identity.token });
  const membership = await Membership.open({ api, identity, store: vault, bell: () => undefined });
  const secret = await vault.cacheSecret();
  const texts: string[] = [];
  for (const [store, nameOf] of [
    ['page', (key) => (key === 'first' ? 'first' : `page:${String(key)}`)],
    ['log', (key) => `log:${String(key)}`],
  ] as const satisfies [string, (key: unknown) => string][]) {
    const objects = database.transaction(store).objectStore(store);
    const [keys, blobs] = await Promise.all([
      answer(objects.getAllKeys()),
      answer(objects.getAll() as IDBRequest<{ epoch: number; octets: Uint8Array<ArrayBuffer> }[]>),
    ]);
    for (const [i, { epoch, octets }] of blobs.entries()) {
      const key = await cacheKey(secret, membership.keyring.at(epoch).cacheSalt);
      texts.push(new TextDecoder().decode(await openPage(key, nameOf(keys[i]), octets)));
    }
  }
  for (const store of ['unposted', 'erasure', 'place'] as const)
    texts.push(JSON.stringify(await answer(database.transaction(store).objectStore(store).getAll())));
  database.close();
  return texts.join('\n');
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
  });
}
